"""Owns finding the operation that a request means, and running its handler between two checks.

    read path → find → who asks → may they → parameters → body → both again → handler → check reply → send

It knows OpenAPI and nothing of what the operations mean. Whatever goes wrong on
the way is answered as a problem (``problems.py``); what goes wrong after the
first byte was sent breaks the connection.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, cast

import structlog
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from paios.domain.errors import ForbiddenError, NotFoundError, PaiosError, StepUpError, UnauthenticatedError
from paios.domain.permission import TABLE, Permission
from paios.domain.principal import Principal
from paios.gateway.web.binding import Binder
from paios.gateway.web.bodies import announces_body
from paios.gateway.web.contract import Contract
from paios.gateway.web.events import completed, until_ended
from paios.gateway.web.exchange import (
    Ended,
    Handler,
    SecurityHandler,
    SocketHandler,
    StreamReply,
    ValidatedRequest,
)
from paios.gateway.web.operation import Operation
from paios.gateway.web.problems import MethodNotAllowedError, describe, send_problem
from paios.gateway.web.replies import ReplyCheck, discard, send_stream
from paios.gateway.web.targets import read_path
from paios.ports.acting import SERVER, acting_for

_PARAMETER: Final = "{}"
_HERE: Final = "/"  # no segment contains a slash, so no segment is mistaken for it
_SOCKET: Final = "/websocket"  # and no method contains one (RFC 9110 section 9.1)
_POLICY_VIOLATION, _INTERNAL_ERROR = 1008, 1011

_log = structlog.get_logger(__name__)


class BindingError(Exception):
    """Handlers and document do not match; ``defects`` lists every difference."""

    def __init__(self, defects: list[str]) -> None:
        super().__init__("handlers and contract differ:\n- " + "\n- ".join(defects))
        self.defects = defects


@dataclass(frozen=True, slots=True)
class _Route:
    operation: Operation
    handler: Handler | SocketHandler
    binder: Binder
    replies: ReplyCheck
    challenge: str


def build_router(
    contract: Contract,
    handlers: Mapping[str, Handler | SocketHandler],
    security: Mapping[str, SecurityHandler],
    ended: Ended | None = None,
) -> ASGIApp:
    """An ASGI application that serves exactly the operations of ``contract``.

    ``handlers`` are by operation id, ``security`` by scheme name. A live stream or
    WebSocket is cut as soon as ``ended`` returns for whoever has it.

    Raises:
        BindingError: an operation or scheme without handler, or a handler without one.
    """
    ids = {operation.id for operation in contract.operations}
    defects = [f"no handler for operation {name}" for name in sorted(ids - handlers.keys())]
    defects += [f"no operation for handler {name}" for name in sorted(handlers.keys() - ids)]
    schemes = contract.challenges.keys()
    defects += [f"no handler for security scheme {name}" for name in sorted(schemes - security.keys())]
    defects += [f"no security scheme for handler {name}" for name in sorted(security.keys() - schemes)]
    if defects:
        raise BindingError(defects)
    return _Router(contract, handlers, security, ended or _never)


class _Router:
    def __init__(
        self,
        contract: Contract,
        handlers: Mapping[str, Handler | SocketHandler],
        security: Mapping[str, SecurityHandler],
        ended: Ended,
    ) -> None:
        self._ended = ended
        self._prefix = contract.prefix + "/"
        self._literal: dict[str, dict[str, _Route]] = {}
        self._templated: dict[str, Any] = {}
        for operation in contract.operations:
            names = dict.fromkeys(each[0] for each in operation.security if each)
            method = _SOCKET if operation.websocket else operation.method
            self._methods(operation)[method] = _Route(
                operation=operation,
                handler=handlers[operation.id],
                binder=Binder(operation, security),
                replies=ReplyCheck(operation),
                challenge=", ".join(contract.challenges[name] for name in names),
            )

    def _methods(self, operation: Operation) -> dict[str, _Route]:
        if "{" not in operation.path:
            return self._literal.setdefault(operation.path, {})
        node = self._templated
        for segment in operation.segments:
            node = node.setdefault(_PARAMETER if segment.startswith("{") else segment, {})
        methods: dict[str, _Route] = node.setdefault(_HERE, {})
        return methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with acting_for(SERVER):  # until it is known who asks
            if scope["type"] == "websocket":
                await self._converse(scope, receive, send)
            else:
                await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = request = reply = None
        try:
            route, segments = self._find(scope, scope["method"])
            request = await _received(route, Request(scope, receive), segments, receive)
            with acting_for(_whom(request)):
                reply = await cast("Handler", route.handler)(request)
            headers, payload = route.replies.check(reply)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last line of defence: logged, told without detail
            if reply is not None:
                await discard(reply)
            problem = describe(error, route.challenge if route else "")
            unread = request is None and announces_body(dict(scope["headers"]))
            await send_problem(problem, scope, receive, send, close=unread)
            return
        if isinstance(reply, StreamReply):
            watched = reply
            if request.identity is not None:
                ended = partial(self._ended, request.raw, request.identity)
                watched = replace(reply, chunks=until_ended(reply.chunks, ended))
            with acting_for(_whom(request)):
                try:
                    await send_stream(watched, headers, scope, receive, send)
                finally:
                    await discard(reply)
            return
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else payload})

    async def _converse(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        route = None
        try:
            route, segments = self._find(scope, _SOCKET)
            request = await _received(route, socket, segments, receive)
            with acting_for(_whom(request)):
                await self._talk(cast("SocketHandler", route.handler), request, socket)
            if socket.application_state is socket.client_state is WebSocketState.CONNECTED:
                await socket.close()
        except (WebSocketDisconnect, ClientDisconnect):
            return
        except Exception as error:  # noqa: BLE001 - the last line of defence: logged, told without detail
            await self._break_off(socket, error, route.challenge if route else "")

    async def _talk(self, handler: SocketHandler, request: ValidatedRequest, socket: WebSocket) -> None:
        """Let the handler have the socket, until it returns or the credential ends."""
        if request.identity is None:
            await handler(request, socket)
        elif not await completed(handler(request, socket), unless=self._ended(request.raw, request.identity)):
            raise UnauthenticatedError("This session or key counts no more.")

    async def _break_off(self, socket: WebSocket, error: Exception, challenge: str) -> None:
        problem = describe(error, challenge)
        if socket.application_state is WebSocketState.CONNECTED:
            known = isinstance(error, PaiosError)
            reason = problem.members.get("reference", problem.members["code"])
            await socket.close(_POLICY_VIOLATION if known else _INTERNAL_ERROR, reason)
        elif socket.application_state is WebSocketState.CONNECTING:
            await send_problem(problem, socket.scope, socket.receive, socket.send)

    def _find(self, scope: Scope, method: str) -> tuple[_Route, Sequence[str]]:
        path = read_path(scope)
        segments: Sequence[str] = ()
        # A literal address goes before a templated one (OpenAPI 3.1 section 4.8.8).
        methods = self._literal.get(path)
        if methods is None and path.startswith(self._prefix):
            segments = path[len(self._prefix) :].split("/")
            methods = _walk(self._templated, segments, 0)
        if methods is None:
            raise NotFoundError("There is nothing at this address.")
        route = methods.get(method) or (methods.get("GET") if method == "HEAD" else None)
        if route is None:
            raise MethodNotAllowedError(_allowed(methods))
        return route, segments


async def _never(_connection: HTTPConnection, _identity: Any) -> None:
    await asyncio.Event().wait()


async def _received(
    route: _Route, connection: HTTPConnection, segments: Sequence[str], receive: Receive
) -> ValidatedRequest:
    identity = await _admitted(route, connection)
    request = await route.binder.bind(connection, identity, segments, receive)
    if announces_body(dict(connection.scope["headers"])):
        # Whoever sends a body chooses when it ends: what they could do when it began, they may have lost.
        return request._replace(identity=await _admitted(route, connection))
    return request


async def _admitted(route: _Route, connection: HTTPConnection) -> Any:
    """Who asks, and may."""
    identity = await route.binder.identify(connection)
    _admit(route.operation, identity)
    return identity


def _whom(request: ValidatedRequest) -> str:
    """For whom the handler acts: administering is about others too, and who signs in is nobody yet."""
    principal = getattr(request.identity, "principal", None)
    if principal is None or principal.is_admin:
        return SERVER
    return str(principal.user_id)


def _admit(operation: Operation, identity: Any) -> None:
    """The one place where permissions are checked (U4, U5), and fresh proofs (U6).

    Raises ``ForbiddenError``, ``StepUpError`` where only the proof is missing.

    Whose the things are that a request names is for the services to check.
    """
    if operation.permission is None:
        return
    principal = getattr(identity, "principal", None)
    if not isinstance(principal, Principal) or not principal.may(operation.permission):
        raise ForbiddenError(_why_not(operation.permission, principal))
    if operation.step_up and getattr(identity, "fresh", False) is not True:
        raise StepUpError("Prove once more that it is you.")


def _why_not(permission: Permission, principal: Any) -> str:
    if TABLE[permission].admins_only and isinstance(principal, Principal) and not principal.is_admin:
        return "Only an administrator may do this."
    return f"This needs the permission {permission}, which this credential does not have."


def _walk(node: dict[str, Any], segments: Sequence[str], at: int) -> dict[str, _Route] | None:
    """The methods at ``segments``; a literal segment goes before a parameter here too."""
    if at == len(segments):
        return node.get(_HERE)
    child = node.get(segments[at])
    if child is not None and (found := _walk(child, segments, at + 1)) is not None:
        return found
    child = node.get(_PARAMETER)
    if child is not None and segments[at]:
        return _walk(child, segments, at + 1)
    return None


def _allowed(methods: Mapping[str, _Route]) -> list[str]:
    allowed = {method for method in methods if method != _SOCKET}
    return sorted(allowed | {"HEAD"} if "GET" in allowed else allowed)
