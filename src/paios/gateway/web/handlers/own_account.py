"""The person's own account."""

from collections.abc import Mapping

from paios.domain.account import Session
from paios.domain.audit import stamp
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.people import AccountKeeping


class AccountHandlers:
    """``AccountKeeping`` as operations."""

    def __init__(self, port: AccountKeeping) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "change_password": self.change_password,
            "list_sessions": self.list_sessions,
            "revoke_session": self.revoke_session,
            "revoke_other_sessions": self.revoke_other_sessions,
        }

    async def change_password(self, request: ValidatedRequest) -> Reply:
        await self._port.change_password(request.identity, request.body["old"], request.body["new"])
        return Reply(204)

    async def list_sessions(self, request: ValidatedRequest) -> Reply:
        sessions = await self._port.sessions(request.identity)
        here = request.identity.session.id
        return Reply(200, {"items": [_session(each, each.id == here) for each in sessions]})

    async def revoke_session(self, request: ValidatedRequest) -> Reply:
        await self._port.revoke(request.identity, request.path["session_id"])
        return Reply(204)

    async def revoke_other_sessions(self, request: ValidatedRequest) -> Reply:
        await self._port.revoke_others(request.identity)
        return Reply(204)


def _session(session: Session, here: bool) -> shown.Json:
    """``SessionInfo`` of the contract. Neither its secret nor its CSRF value is in it."""
    return {
        "id": session.id,
        "device": session.device,
        "created_at": stamp(session.created_at),
        "last_used_at": stamp(session.last_used_at),
        "expires_at": stamp(session.expires_at),
        "here": here,
    }
