"""Set-up, sign-in and the security checks that the contract names."""

import hmac
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Final

import orjson
from starlette.requests import HTTPConnection

from paios import __version__
from paios.domain.errors import ForbiddenError
from paios.domain.settings import ModelChoice, NotesChoice
from paios.gateway.web import shown
from paios.gateway.web.events import sse, with_heartbeat
from paios.gateway.web.exchange import Handler, Reply, SecurityHandler, StreamReply, ValidatedRequest
from paios.ports.answers import SignedIn
from paios.ports.capabilities import SessionConfig

COOKIE: Final = "paios_session"
_MONTH: Final = 30 * 24 * 3600


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
            "sign_out": self.sign_out,
            "stream_events": self.stream_events,
        }

    def checks(self) -> Mapping[str, SecurityHandler]:
        return {"session": self.by_session, "csrf": self.by_csrf, "setupCode": self.by_setup_code}

    async def by_session(self, connection: HTTPConnection) -> SignedIn | None:
        """Who is signed in, by the cookie. Raises ``UnauthenticatedError`` for a bad one."""
        cookie = connection.cookies.get(COOKIE)
        if cookie is None:
            return None
        signed_in = await self._port.recognise(cookie)
        connection.state.signed_in = signed_in
        return signed_in

    async def by_csrf(self, connection: HTTPConnection) -> bool | None:
        """Whether the page that sends this can read the session's answers. Runs after ``by_session``."""
        shown_token = connection.headers.get("x-csrf-token")
        signed_in: SignedIn | None = getattr(connection.state, "signed_in", None)
        if shown_token is None or signed_in is None:
            raise ForbiddenError("This request lacks the X-CSRF-Token of the session.")
        if not hmac.compare_digest(shown_token.encode(), signed_in.session.csrf.encode()):
            raise ForbiddenError("The X-CSRF-Token is not this session's.")
        return True

    async def by_setup_code(self, connection: HTTPConnection) -> bool | None:
        """Whether the asker can read the terminal."""
        code = connection.headers.get("x-setup-code")
        if code is None:
            return None
        self._port.check_setup_code(code)
        return True

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
            _device(request),
        )
        return Reply(201, shown.session(signed_in), _set_cookie(signed_in.cookie or ""))

    async def get_session(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.session(request.identity))

    async def sign_in(self, request: ValidatedRequest) -> Reply:
        signed_in = await self._port.sign_in(
            request.body["name"], request.body["password"], _device(request), request.client or "local"
        )
        return Reply(200, shown.session(signed_in), _set_cookie(signed_in.cookie or ""))

    async def sign_out(self, request: ValidatedRequest) -> Reply:
        await self._port.sign_out(request.identity)
        return Reply(204, None, _set_cookie("", lifetime=0))

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


def _set_cookie(value: str, lifetime: int = _MONTH) -> tuple[tuple[str, str], ...]:
    cookie = f"{COOKIE}={value}; Path=/; Max-Age={lifetime}; HttpOnly; SameSite=Strict"
    return (("Set-Cookie", cookie),)


def _device(request: ValidatedRequest) -> str:
    return request.raw.headers.get("user-agent", "unknown")[:200]
