"""People and invitations, for administrators; and joining, for whoever was invited."""

from collections.abc import Mapping

from paios.domain.account import User
from paios.domain.audit import stamp
from paios.domain.person import Invite, Person
from paios.domain.principal import Role
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.signing_in import device_of, session_cookies
from paios.ports.people import PeopleKeeping


class PeopleHandlers:
    """``PeopleKeeping`` as operations."""

    def __init__(self, port: PeopleKeeping) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_people": self.list_people,
            "get_belongings": self.get_belongings,
            "change_person": self.change_person,
            "reset_factors": self.reset_factors,
            "remove_person": self.remove_person,
            "list_invites": self.list_invites,
            "create_invite": self.create_invite,
            "revoke_invite": self.revoke_invite,
            "join": self.join,
        }

    async def list_people(self, request: ValidatedRequest) -> Reply:
        page = await self._port.people(request.identity.principal, shown.part_of(request))
        return Reply(200, {"items": [_listed(each) for each in page.items], "total": page.total})

    async def get_belongings(self, request: ValidatedRequest) -> Reply:
        theirs = await self._port.belongings(request.identity.principal, request.path["user_id"])
        return Reply(
            200,
            {
                "conversations": theirs.conversations,
                "rules": theirs.rules,
                "list_entries": theirs.list_entries,
                "questions": theirs.questions,
                "keys": theirs.keys,
                "notes": theirs.notes,
                "notes_folder": theirs.notes_folder,
            },
        )

    async def change_person(self, request: ValidatedRequest) -> Reply:
        body = request.body
        role = Role(body["role"]) if "role" in body else None
        changed = await self._port.change(
            request.identity.principal, request.path["user_id"], body.get("disabled"), role
        )
        return Reply(200, _person(changed))

    async def remove_person(self, request: ValidatedRequest) -> Reply:
        await self._port.remove(request.identity.principal, request.path["user_id"])
        return Reply(204)

    async def reset_factors(self, request: ValidatedRequest) -> Reply:
        await self._port.reset_factors(request.identity.principal, request.path["user_id"])
        return Reply(204)

    async def list_invites(self, request: ValidatedRequest) -> Reply:
        page = await self._port.invites(request.identity.principal, shown.part_of(request))
        return Reply(200, {"items": [_invite(each) for each in page.items], "total": page.total})

    async def create_invite(self, request: ValidatedRequest) -> Reply:
        minted = await self._port.invite(request.identity.principal, Role(request.body["role"]))
        return Reply(201, {"invite": _invite(minted.invite), "code": minted.code})

    async def revoke_invite(self, request: ValidatedRequest) -> Reply:
        await self._port.revoke_invite(request.identity.principal, request.path["invite_id"])
        return Reply(204)

    async def join(self, request: ValidatedRequest) -> Reply:
        body = request.body
        signed_in = await self._port.join(
            body["code"], body["name"], body["password"], device_of(request), request.client or "local"
        )
        return Reply(201, shown.session(signed_in), session_cookies(signed_in))


def _person(user: User) -> shown.Json:
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role.value,
        "created_at": stamp(user.created_at),
        "disabled": user.disabled,
    }


def _listed(each: Person) -> shown.Json:
    last = each.last_used_at
    return _person(each.user) | {
        "last_used_at": stamp(last) if last else None,
        "second_factor": each.second_factor,
    }


def _invite(invite: Invite) -> shown.Json:
    return {
        "id": invite.id,
        "role": invite.role.value,
        "created_at": stamp(invite.created_at),
        "expires_at": stamp(invite.expires_at),
    }
