"""Owns: talking to one OpenAI-compatible server. Must not open a connection of its own (N1).

Understands what OpenAI, Ollama, llama.cpp, LM Studio and vLLM send.
"""

import re
from collections.abc import AsyncGenerator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import orjson

from paios.domain.errors import ModelError, PaiosError
from paios.domain.model import ModelAnswer, ModelRequest, TextDelta
from paios.drivers.models.openai_answer import AnswerAssembly, error_text
from paios.drivers.models.openai_request import request_body
from paios.drivers.models.secret import Secret, redact
from paios.drivers.models.sse import Body, EventLines, WholeBody
from paios.ports.egress import Egress, Reply

_ERROR_BODY_LIMIT: Final = 64 * 1024
_MESSAGE_LIMIT: Final = 300
_CLOUD: Final = re.compile(r"[:-]cloud$", re.IGNORECASE)
"""How Ollama names the models that it passes on to its own servers ("gpt-oss:120b-cloud")."""


class OpenAIChatModel:
    """``ports.chat_model.ChatModel`` over ``POST {base_url}/chat/completions``."""

    def __init__(
        self, base_url: str, model: str, api_key: Secret | None, egress: Egress, name: str | None = None
    ) -> None:
        """``base_url`` ends in ``/v1`` with most servers; ``name`` is what the person sees."""
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._model = model
        self._key = api_key
        self._egress = egress
        self._name = name or model
        self._local = _on_this_machine(base_url) and not _CLOUD.search(model)

    @property
    def name(self) -> str:
        return self._name

    @property
    def id(self) -> str:
        return self._model

    @property
    def local(self) -> bool:
        return self._local

    async def answer(self, request: ModelRequest) -> AsyncGenerator[TextDelta | ModelAnswer, None]:
        """See ``ports.chat_model.ChatModel``. Leaving the iteration closes the connection."""
        assembly = AnswerAssembly()
        try:
            async with self._egress.send(
                "POST", self._url, headers=self._headers(), body=request_body(self._model, request)
            ) as reply:
                body = await _body(reply)
                ended = False
                while not (ended or assembly.done):
                    chunk = await reply.read()
                    ended = not chunk
                    for data in body.close() if ended else body.feed(chunk):
                        if text := assembly.feed(data):
                            yield TextDelta(text)
            yield assembly.finish()
        except PaiosError as error:
            raise ModelError(f"{self._name}: {self._safe(error.message)}") from error

    def _headers(self) -> dict[str, str]:
        headers = {"content-type": "application/json", "accept": "text/event-stream"}
        if self._key is not None:
            headers["authorization"] = f"Bearer {self._key.reveal()}"
        return headers

    def _safe(self, message: str) -> str:
        """One line, without the key, of a length that a person reads."""
        line = " ".join(redact(message, self._key).split())
        return line if len(line) <= _MESSAGE_LIMIT else line[: _MESSAGE_LIMIT - 1] + "…"


def _on_this_machine(url: str) -> bool:
    """Whether ``url`` names loopback, as an address or as ``localhost``. Any other name may lead anywhere."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


async def _body(reply: Reply) -> Body:
    """How to read this answer. Raises ``ModelError`` where it is none."""
    if reply.status != 200:
        raise ModelError(f"The server refused (HTTP {reply.status}). {await _reason(reply)}")
    if reply.media_type == "application/json":
        return WholeBody()
    if reply.media_type == "text/event-stream":
        return EventLines()
    raise ModelError("The server's answer is neither JSON nor a stream of events.")


async def _reason(reply: Reply) -> str:
    said = bytearray()
    try:
        while (chunk := await reply.read()) and len(said) < _ERROR_BODY_LIMIT:
            said += chunk
        return error_text(orjson.loads(said))
    except (PaiosError, orjson.JSONDecodeError):
        return ""
