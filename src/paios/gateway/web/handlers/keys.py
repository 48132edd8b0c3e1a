"""The person's API keys."""

from collections.abc import Mapping

from paios.domain.api_key import ApiKey
from paios.domain.audit import stamp
from paios.domain.permission import TABLE, Permission
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.api_keys import KeyKeeping


class KeyHandlers:
    """``KeyKeeping`` as operations."""

    def __init__(self, port: KeyKeeping) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {"list_keys": self.list_keys, "create_key": self.create_key, "revoke_key": self.revoke_key}

    async def list_keys(self, request: ValidatedRequest) -> Reply:
        page = await self._port.keys(request.identity.principal, shown.part_of(request))
        return Reply(200, {"items": [api_key(each) for each in page.items], "total": page.total})

    async def create_key(self, request: ValidatedRequest) -> Reply:
        body = request.body
        permissions = frozenset(map(Permission, body["permissions"]))
        minted = await self._port.create(request.identity.principal, body["name"], permissions, body["days"])
        return Reply(201, {"key": api_key(minted.key), "secret": minted.secret})

    async def revoke_key(self, request: ValidatedRequest) -> Reply:
        await self._port.revoke(request.identity.principal, request.path["key_id"])
        return Reply(204)


def api_key(key: ApiKey) -> shown.Json:
    """``ApiKey`` of the contract. What is secret of it is not there to be shown."""
    return {
        "id": key.id,
        "name": key.name,
        "shown": key.shown,
        "permissions": sorted(each for each in key.permissions if TABLE[each].for_keys),
        "created_at": stamp(key.created_at),
        "expires_at": stamp(key.expires_at),
        "last_used_at": stamp(key.last_used_at) if key.last_used_at else None,
        "revoked_at": stamp(key.revoked_at) if key.revoked_at else None,
    }
