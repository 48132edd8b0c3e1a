"""Owns: finding the models that could be used without a key: on loopback, and the built-in one (N1).

Asks only the ports it was given, briefly, all at once. What answers there is
not trusted: only names are taken from it, a few, and short ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import anyio
import orjson

from paios.domain.errors import PaiosError
from paios.domain.model import ModelOption
from paios.drivers.models.embedded.model import NAME
from paios.ports.egress import Egress

PATIENCE: Final = 0.4
"""Seconds for one server to answer."""

_ANSWER_LIMIT: Final = 1024 * 1024
_MOST: Final = 100
_NAME_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Probe:
    """One program that may listen on this machine.

    ``listing`` is the path of its list of models, which stands under ``items``,
    each with its name under ``key``.
    """

    program: str
    port: int
    listing: str = "/v1/models"
    items: str = "data"
    key: str = "id"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


PROBES: Final = (
    Probe("Ollama", 11434, "/api/tags", "models", "name"),
    Probe("LM Studio", 1234),
    Probe("llama.cpp", 8080),
    Probe("vLLM", 8000),
)
"""The ports that these programs use unless told otherwise."""


class LoopbackModelFinder:
    """``ports.chat_model.ModelFinder``."""

    def __init__(
        self, egress: Egress, built_in: Path, probes: Sequence[Probe] = PROBES, patience: float = PATIENCE
    ) -> None:
        """``egress`` reaches the origins of ``probes``; ``built_in`` is the built-in model's weights file."""
        self._egress = egress
        self._built_in = built_in
        self._probes = tuple(probes)
        self._patience = patience

    async def find(self) -> tuple[ModelOption, ...]:
        """See ``ports.chat_model.ModelFinder``. The built-in model comes last."""
        found: dict[Probe, tuple[ModelOption, ...]] = {}

        async def ask(probe: Probe) -> None:
            found[probe] = await self._ask(probe)

        async with anyio.create_task_group() as group:
            for probe in self._probes:
                group.start_soon(ask, probe)
        options = [option for probe in self._probes for option in found[probe]]
        if await anyio.Path(self._built_in).is_file():
            note = "Built in, works without a network. Finds and quotes; for more, choose a larger model."
            options.append(ModelOption("embedded", NAME, None, note))
        return tuple(options)

    async def _ask(self, probe: Probe) -> tuple[ModelOption, ...]:
        try:
            with anyio.fail_after(self._patience):
                names = _names(await self._listing(probe), probe)
        except (PaiosError, TimeoutError, orjson.JSONDecodeError):
            return ()
        note = f"{probe.program}, on this machine"
        return tuple(ModelOption("openai", name, f"{probe.origin}/v1", note) for name in names)

    async def _listing(self, probe: Probe) -> Any:
        body = bytearray()
        async with self._egress.send("GET", probe.origin + probe.listing) as reply:
            if reply.status != 200 or reply.media_type != "application/json":
                return None
            while (chunk := await reply.read()) and len(body) <= _ANSWER_LIMIT:
                body += chunk
        return orjson.loads(body)


def _names(listing: Any, probe: Probe) -> list[str]:
    items = listing.get(probe.items) if isinstance(listing, dict) else None
    entries = items if isinstance(items, list) else []
    names = [entry.get(probe.key) for entry in entries[:_MOST] if isinstance(entry, dict)]
    return [name for name in names if isinstance(name, str) and _sound(name)]


def _sound(name: str) -> bool:
    return 0 < len(name) <= _NAME_LIMIT and name.isprintable()
