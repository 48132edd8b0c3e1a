"""Runs: looked at, followed, stopped."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from paios.gateway.web import shown
from paios.gateway.web.events import completed, sse, with_heartbeat
from paios.gateway.web.exchange import Handler, Reply, SocketHandler, StreamReply, ValidatedRequest
from paios.ports.answers import Happening
from paios.ports.capabilities import Inference


class RunHandlers:
    """The run side of ``Inference`` as operations."""

    def __init__(self, port: Inference) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler | SocketHandler]:
        return {
            "get_run": self.get_run,
            "stream_run": self.stream_run,
            "open_run_socket": self.open_run_socket,
            "stop_run": self.stop_run,
            "get_step": self.get_step,
        }

    async def get_run(self, request: ValidatedRequest) -> Reply:
        found = await self._port.run(request.identity.principal, request.path["run_id"])
        return Reply(200, shown.run(found))

    async def stream_run(self, request: ValidatedRequest) -> StreamReply:
        after = int(request.headers.get("Last-Event-ID", request.headers.get("last-event-id", 0)))
        happenings = await self._port.follow(request.identity.principal, request.path["run_id"], after)

        async def events() -> AsyncGenerator[bytes, None]:
            async with aclosing(happenings):
                async for one in happenings:
                    yield sse(one.event, orjson.dumps(_data(one)), _seq(one))

        return StreamReply(200, "text/event-stream", with_heartbeat(events()))

    async def open_run_socket(self, request: ValidatedRequest, socket: WebSocket) -> None:
        principal, run_id = request.identity.principal, request.path["run_id"]
        happenings = await self._port.follow(principal, run_id, request.query["after"])
        await socket.accept()
        async with aclosing(happenings):
            await completed(_tell(happenings, socket), unless=_left(socket))

    async def stop_run(self, request: ValidatedRequest) -> Reply:
        stopped = await self._port.stop(request.identity.principal, request.path["run_id"])
        return Reply(200, shown.run(stopped))

    async def get_step(self, request: ValidatedRequest) -> Reply:
        step_id = request.path["step_id"]
        found = await self._port.step_result(request.identity.principal, request.path["run_id"], step_id)
        return Reply(200, shown.step_result(step_id, found))


async def _tell(happenings: AsyncGenerator[Happening, None], socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        async for one in happenings:
            body = {"event": one.event, "id": _seq(one), "data": _data(one)}
            await socket.send_text(orjson.dumps(body).decode())
        await socket.close()


async def _left(socket: WebSocket) -> None:
    """Hears nothing of what the other side says, but that it leaves."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _data(one: Happening) -> shown.Json:
    return shown.run(one.run) if one.run is not None else {"text": one.text}


def _seq(one: Happening) -> int | None:
    return one.run.view.seq if one.run is not None else None
