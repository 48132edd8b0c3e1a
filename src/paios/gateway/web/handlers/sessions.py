"""Set-up, sign-in and the stream of changes."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

import orjson

from paios import __version__
from paios.domain.settings import ModelChoice, NotesChoice
from paios.gateway.web import shown
from paios.gateway.web.events import sse, with_heartbeat
from paios.gateway.web.exchange import Handler, Reply, StreamReply, ValidatedRequest
from paios.gateway.web.handlers.factors import challenge, step_up
from paios.gateway.web.signing_in import device_of, no_session_cookie, session_cookies, where_of
from paios.ports.capabilities import SessionConfig
from paios.ports.factors import Challenge


class SessionHandlers:
    """``SessionConfig`` as operations."""

    def __init__(self, port: SessionConfig) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "get_health": self.get_health,
            "get_setup_options": self.get_setup_options,
            "complete_setup": self.complete_setup,
            "get_session": self.get_session,
            "sign_in": self.sign_in,
            "begin_sign_in_by_passkey": self.begin_sign_in_by_passkey,
            "finish_sign_in": self.finish_sign_in,
            "sign_out": self.sign_out,
            "stream_events": self.stream_events,
        }

    async def get_health(self, _request: ValidatedRequest) -> Reply:
        needed, paused = await self._port.health()
        return Reply(200, {"status": "ok", "version": __version__, "setup_needed": needed, "paused": paused})

    async def get_setup_options(self, _request: ValidatedRequest) -> Reply:
        models, folders = await self._port.setup_options()
        return Reply(
            200,
            {
                "models": [shown.model_option(each) for each in models],
                "folders": [{"path": each.path, "notes": each.notes} for each in folders],
            },
        )

    async def complete_setup(self, request: ValidatedRequest) -> Reply:
        body = request.body
        signed_in = await self._port.complete_setup(
            body["name"],
            body["password"],
            NotesChoice(body["notes"].get("path"), body["notes"].get("mine", False)),
            model_choice(body["model"]),
            device_of(request),
        )
        return Reply(201, shown.session(signed_in), session_cookies(signed_in))

    async def get_session(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.session(request.identity))

    async def sign_in(self, request: ValidatedRequest) -> Reply:
        body = request.body
        outcome = await self._port.sign_in(body["name"], body["password"], where_of(request))
        if isinstance(outcome, Challenge):
            return Reply(200, challenge(outcome))
        return Reply(200, shown.session(outcome), session_cookies(outcome))

    async def begin_sign_in_by_passkey(self, request: ValidatedRequest) -> Reply:
        return Reply(201, challenge(await self._port.begin_by_passkey(where_of(request))))

    async def finish_sign_in(self, request: ValidatedRequest) -> Reply:
        signed_in = await self._port.finish_sign_in(step_up(request.body), where_of(request))
        return Reply(200, shown.session(signed_in), session_cookies(signed_in))

    async def sign_out(self, request: ValidatedRequest) -> Reply:
        await self._port.sign_out(request.identity)
        return Reply(204, None, no_session_cookie())

    async def stream_events(self, request: ValidatedRequest) -> StreamReply:
        changes = self._port.changes(request.identity.principal)

        async def events() -> AsyncGenerator[bytes, None]:
            async with aclosing(changes):
                async for change in changes:
                    body = {"what": change.what} | ({"id": change.id} if change.id else {})
                    yield sse("changed", orjson.dumps(body))

        return StreamReply(200, "text/event-stream", with_heartbeat(events()))


def model_choice(body: Mapping[str, Any]) -> ModelChoice:
    """The ``ModelChoice`` of the contract."""
    return ModelChoice(body["kind"], body.get("url"), body.get("model"), body.get("key"))
