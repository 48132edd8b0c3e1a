"""Stored credentials: secrets go in; names, dates and what locks them come out."""

from collections.abc import Mapping

from paios.domain.audit import stamp
from paios.domain.credential import Credential, Secret
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.credentials import CredentialKeeping


class CredentialHandlers:
    """``CredentialKeeping`` as operations."""

    def __init__(self, port: CredentialKeeping) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_credentials": self.list_credentials,
            "put_credential": self.put_credential,
            "remove_credential": self.remove_credential,
        }

    async def list_credentials(self, request: ValidatedRequest) -> Reply:
        found = await self._port.credentials(request.identity.principal)
        source = await self._port.lock(request.identity.principal)
        lock = {"source": source, "beside_data": source.beside_data} if source else None
        return Reply(200, {"lock": lock, "items": [credential(each) for each in found]})

    async def put_credential(self, request: ValidatedRequest) -> Reply:
        secret = Secret(request.body["secret"])
        stored = await self._port.put(request.identity.principal, request.path["credential"], secret)
        return Reply(200, credential(stored))

    async def remove_credential(self, request: ValidatedRequest) -> Reply:
        await self._port.remove(request.identity.principal, request.path["credential"])
        return Reply(204)


def credential(one: Credential) -> shown.Json:
    """``Credential`` of the contract. Its secret is not there to be shown."""
    return {
        "name": one.name,
        "kind": one.kind,
        "created_at": stamp(one.created_at) if one.created_at else None,
        "rotated_at": stamp(one.rotated_at) if one.rotated_at else None,
        "used_at": stamp(one.used_at) if one.used_at else None,
    }
