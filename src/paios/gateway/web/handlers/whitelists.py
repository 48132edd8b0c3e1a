"""The person's whitelists."""

from collections.abc import Mapping

from paios.domain.whitelist import ListKind
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.capabilities import Whitelisting


class WhitelistHandlers:
    """``Whitelisting`` as operations."""

    def __init__(self, port: Whitelisting) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_whitelists": self.list_whitelists,
            "add_to_whitelist": self.add_to_whitelist,
            "remove_from_whitelist": self.remove_from_whitelist,
        }

    async def list_whitelists(self, request: ValidatedRequest) -> Reply:
        wanted = request.query.get("kind")
        kind = ListKind(wanted) if wanted else None
        page = await self._port.entries(request.identity.principal, shown.part_of(request), kind)
        return Reply(200, {"items": [shown.list_entry(each) for each in page.items], "total": page.total})

    async def add_to_whitelist(self, request: ValidatedRequest) -> Reply:
        kind, value = ListKind(request.body["kind"]), request.body["value"]
        return Reply(201, shown.list_entry(await self._port.add(request.identity.principal, kind, value)))

    async def remove_from_whitelist(self, request: ValidatedRequest) -> Reply:
        await self._port.remove(request.identity.principal, request.path["entry_id"])
        return Reply(204)
