"""Owns what holds for every request before any application sees it (N5, F1, A7).

Host and Origin checks against DNS rebinding, cross-site requests and
cross-site WebSockets; a path that reads the same to everybody; the security
headers of every response. It authenticates nobody and knows no operation.
"""

import os
from collections.abc import Collection
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paios.domain.errors import ForbiddenError, PaiosError
from paios.gateway.web.problems import MisdirectedError, describe, send_problem
from paios.gateway.web.targets import read_path

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES: Final = frozenset({b"same-origin", b"none"})
_STARTS: Final = frozenset({"http.response.start", "websocket.http.response.start"})
_API: Final = "/api/"
_NONCE_BYTES: Final = 16

_POLICY: Final = (
    b"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-%s'; object-src 'none'; "
    b"base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
)
_NO_STORE: Final = (b"cache-control", b"no-store")
_CSP: Final = b"content-security-policy"

# What is data is no page: it needs no policy for what a page may do, only to be none and in no frame.
_DATA: Final = frozenset({b"application/json", b"application/problem+json", b"text/event-stream"})
_DATA_HEADERS: Final = (
    (_CSP, b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    _NO_STORE,
)
_OURS: Final = frozenset({_CSP, *(name for name, _ in _HEADERS)})
_API_OURS: Final = _OURS | {_NO_STORE[0]}


class EdgeGuard:
    """ASGI middleware around the whole application, for HTTP and WebSocket.

    ``hosts`` are the allowed Host values (``localhost:3080``), ``origins`` the
    allowed Origin values (``http://localhost:3080``), both lower-case. Each
    response has its own nonce for styles, in ``scope["state"]["csp_nonce"]``.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], origins: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.encode("ascii") for host in hosts)
        self._origins = frozenset(origin.encode("ascii") for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        nonce = os.urandom(_NONCE_BYTES).hex()
        scope.setdefault("state", {})["csp_nonce"] = nonce
        stamped = _stamping(send, nonce, api=scope["path"].startswith(_API))
        try:
            self._check(scope)
        except PaiosError as error:
            await send_problem(describe(error), scope, receive, stamped, close=scope["type"] == "http")
            return
        await self._app(scope, receive, stamped)

    def _check(self, scope: Scope) -> None:
        hosts, origins, sites = [], [], []
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value.lower())
            elif name == b"origin":
                origins.append(value.lower())
            elif name == b"sec-fetch-site":
                sites.append(value.lower())
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            raise MisdirectedError("This server does not answer to that name.")
        read_path(scope)
        if origins and (len(origins) > 1 or origins[0] not in self._origins):
            raise ForbiddenError("Requests from other sites are refused.")
        acts = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
        if acts and any(site not in _OWN_SITES for site in sites):
            raise ForbiddenError("Requests from other sites are refused.")


def _page_headers(nonce: str, *, api: bool) -> list[tuple[bytes, bytes]]:
    policy = (_CSP, _POLICY % nonce.encode("ascii"))
    return [policy, *_HEADERS, _NO_STORE] if api else [policy, *_HEADERS]


def _stamping(send: Send, nonce: str, *, api: bool) -> Send:
    async def stamped(message: Message) -> None:
        if message["type"] in _STARTS:
            ours = _API_OURS if api else _OURS
            kept, data = [], False
            for name, value in message.get("headers", ()):
                lower = name.lower()
                if lower not in ours:
                    kept.append((name, value))
                data = data or (api and lower == b"content-type" and value in _DATA)
            message["headers"] = [*kept, *(_DATA_HEADERS if data else _page_headers(nonce, api=api))]
        await send(message)

    return stamped
