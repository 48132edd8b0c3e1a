"""Defences, the second model, and the ways to raise an alarm."""

from collections.abc import Mapping

from paios.domain.alert import PushoverKeys
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.handlers.sessions import model_choice
from paios.ports.capabilities import Defending


class DefenceHandlers:
    """``Defending`` as operations."""

    def __init__(self, port: Defending) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "get_defences": self.get_defences,
            "change_defences": self.change_defences,
            "get_screener": self.get_screener,
            "choose_screener": self.choose_screener,
            "get_alerts": self.get_alerts,
            "set_up_pushover": self.set_up_pushover,
            "remove_pushover": self.remove_pushover,
        }

    async def get_defences(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.defences(await self._port.defences(request.identity.principal)))

    async def change_defences(self, request: ValidatedRequest) -> Reply:
        changed = await self._port.change_defences(request.identity.principal, request.body)
        return Reply(200, shown.defences(changed))

    async def get_screener(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.model(await self._port.screener(request.identity.principal)))

    async def choose_screener(self, request: ValidatedRequest) -> Reply:
        choice = None if request.body["kind"] == "same" else model_choice(request.body)
        return Reply(200, shown.model(await self._port.choose_screener(request.identity.principal, choice)))

    async def get_alerts(self, request: ValidatedRequest) -> Reply:
        return Reply(200, {"pushover": await self._port.pushover(request.identity.principal)})

    async def set_up_pushover(self, request: ValidatedRequest) -> Reply:
        keys = PushoverKeys(request.body["user"], request.body["token"])
        return Reply(200, {"pushover": await self._port.set_pushover(request.identity.principal, keys)})

    async def remove_pushover(self, request: ValidatedRequest) -> Reply:
        return Reply(200, {"pushover": await self._port.set_pushover(request.identity.principal, None)})
