"""Devices that are told of questions by push."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping

from paios.domain.push import PushAddress
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.capabilities import Telling


class TellingHandlers:
    """``Telling`` as operations. A device is the session that asks."""

    def __init__(self, port: Telling) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "get_push": self.get_push,
            "tell_this_device": self.tell_this_device,
            "leave_this_device": self.leave_this_device,
            "try_this_device": self.try_this_device,
        }

    async def get_push(self, request: ValidatedRequest) -> Reply:
        key, told = await self._port.state(request.identity)
        return Reply(200, {"key": key, "told": told})

    async def tell_this_device(self, request: ValidatedRequest) -> Reply:
        body = request.body
        address = PushAddress(body["endpoint"], _decoded(body["key"]), _decoded(body["secret"]))
        await self._port.begin(request.identity, address)
        return await self.get_push(request)

    async def leave_this_device(self, request: ValidatedRequest) -> Reply:
        await self._port.end(request.identity)
        return await self.get_push(request)

    async def try_this_device(self, request: ValidatedRequest) -> Reply:
        await self._port.attempt(request.identity)
        return Reply(204)


def _decoded(text: str) -> bytes:
    """Base64url without padding; the contract has settled its alphabet and length."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
