"""Who uses this installation: invited, let in, changed, removed. The port ``PeopleKeeping`` (U1, U5).

What somebody loses they lose in this order: first the row, in one commit with
its record, then their live streams, then what runs for them. So nothing that
begins meanwhile can still count.
"""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from anyio import Lock

from paios.domain import person
from paios.domain.account import User
from paios.domain.audit import AuditEntry
from paios.domain.budget import NO_LIMITS
from paios.domain.errors import ConflictError, ForbiddenError, NotFoundError, PaiosError, UnauthenticatedError
from paios.domain.ids import new_id
from paios.domain.page import Page, Slice
from paios.domain.permission import Permission
from paios.domain.person import Belongings, Invite, MintedInvite, Person
from paios.domain.principal import Kind, Principal, Role
from paios.ports.accounts import Accounts, Sessions
from paios.ports.answers import SignedIn
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.factors import FactorStore
from paios.ports.people import Invites, People
from paios.ports.runs import Runs
from paios.ports.transaction import Transaction
from paios.services.app_secrets import AppSecrets
from paios.services.beginnings import Beginnings
from paios.services.budget_settings import BudgetSettings
from paios.services.engine import Engine
from paios.services.new_passwords import NewPasswords
from paios.services.person_names import check_new_name
from paios.services.recalls import Recalls
from paios.services.shelves import PersonalShelves
from paios.services.signals import Signals
from paios.services.throttle import Throttle

_ONE: Final = Slice(1, 0)
_NO_INVITE: Final = "This invitation does not count: it was used, is over, or mistyped. Ask for a new one."
"""The same for a code that never was, is mistyped, over, used or taken back."""


class PeopleDesk:
    """What an administrator can do about people, and how somebody new comes in."""

    def __init__(
        self,
        *,
        people: People,
        invites: Invites,
        accounts: Accounts,
        sessions: Sessions,
        factors: FactorStore,
        secrets_of_apps: AppSecrets,
        passwords: NewPasswords,
        beginnings: Beginnings,
        budgets: BudgetSettings,
        runs: Runs,
        engine: Engine,
        audit: AuditLog,
        signals: Signals,
        recalls: Recalls,
        shelves: PersonalShelves,
        clock: Clock,
    ) -> None:
        self._people = people
        self._invites = invites
        self._accounts = accounts
        self._sessions = sessions
        self._factors = factors
        self._secrets = secrets_of_apps
        self._passwords = passwords
        self._beginnings = beginnings
        self._budgets = budgets
        self._runs = runs
        self._engine = engine
        self._audit = audit
        self._signals = signals
        self._recalls = recalls
        self._shelves = shelves
        self._clock = clock
        self._guesses = Throttle(clock, most=20, window=timedelta(minutes=5))
        self._joining = Lock()

    async def people(self, principal: Principal, part: Slice) -> Page[Person]:
        _require_admin(principal, Permission.PEOPLE_READ)
        return await self._people.page(part)

    async def belongings(self, principal: Principal, user_id: str) -> Belongings:
        _require_admin(principal, Permission.PEOPLE_READ)
        await self._found(user_id)
        with suppress(PaiosError):  # a folder that is not there holds nothing to count
            await (await self._shelves.of(user_id)).sync.refresh()
        theirs = await self._people.belongings(user_id)
        return replace(theirs, notes_folder=await self._shelves.afterwards(user_id))

    async def change(
        self, principal: Principal, user_id: str, disabled: bool | None, role: Role | None
    ) -> User:
        _require_admin(principal, Permission.PEOPLE_WRITE)
        user = await self._found(user_id)
        if disabled is not None and disabled is not user.disabled:
            await self._disable(principal, user, disabled)
        if role is not None and role is not user.role:
            await self._give(principal, user, role)
        return await self._found(user_id)

    async def remove(self, principal: Principal, user_id: str) -> None:
        _require_admin(principal, Permission.PEOPLE_WRITE)
        user = await self._found(user_id)
        if not user.disabled:
            # First out, then gone: nothing of theirs begins while the rest is taken away.
            await self._disable(principal, user, True)
        await self._halt(user_id, principal.name)

        async def together(tx: Transaction) -> None:
            await self._budgets.set_person(user_id, NO_LIMITS, tx)
            await self._factors.clear(user_id, tx)
            await self._people.remove(user_id, tx)

        data = {"person": user_id, "name": user.name, "role": user.role.value}
        async with self._secrets.turn(user_id):
            await self._audit.append(AuditEntry("person.removed", principal.user_id, data), together)
            await self._secrets.forget(user_id)
        self._recalls.recall(user_id)
        await self._shelves.put_away(user_id)
        self._signals.publish_all("people")

    async def reset_factors(self, principal: Principal, user_id: str) -> None:
        _require_admin(principal, Permission.PEOPLE_WRITE)
        user = await self._found(user_id)

        async def together(tx: Transaction) -> None:
            await self._factors.clear(user_id, tx)
            await self._sessions.revoke_all(user_id, tx)

        data = {"person": user_id, "name": user.name}
        async with self._secrets.turn(user_id):
            await self._audit.append(AuditEntry("person.factors_reset", principal.user_id, data), together)
            await self._secrets.forget(user_id)
        self._recalls.recall(user_id)

    async def invites(self, principal: Principal, part: Slice) -> Page[Invite]:
        _require_admin(principal, Permission.PEOPLE_READ)
        return await self._invites.live(self._clock.now(), part)

    async def invite(self, principal: Principal, role: Role) -> MintedInvite:
        _require_admin(principal, Permission.PEOPLE_WRITE)
        now = self._clock.now()
        if (await self._invites.live(now, _ONE)).total >= person.MOST_INVITES:
            raise ConflictError(f"There can be {person.MOST_INVITES} open invitations. Take one back first.")
        code = person.written("".join(secrets.choice(person.SIGNS) for _ in range(person.CODE_SIGNS)))
        invite = Invite(new_id(), role, principal.user_id, now, now + person.INVITED_FOR)
        entry = AuditEntry("person.invited", principal.user_id, {"invite_id": invite.id, "role": role.value})
        await self._audit.append(entry, lambda tx: self._invites.add(invite, person.code_hash(code), tx))
        self._signals.publish_all("people")
        return MintedInvite(invite, code)

    async def revoke_invite(self, principal: Principal, invite_id: str) -> None:
        _require_admin(principal, Permission.PEOPLE_WRITE)
        entry = AuditEntry("invite.revoked", principal.user_id, {"invite_id": invite_id})
        await self._audit.append(entry, lambda tx: self._invites.remove(invite_id, tx))
        self._signals.publish_all("people")

    async def join(self, code: str, name: str, password: str, device: str, address: str) -> SignedIn:
        # Also beyond the limit: no code can be guessed, and who guesses must lock nobody out who has one.
        invite = await self._invites.find(person.code_hash(code))
        if invite is None or not invite.live_at(self._clock.now()):
            self._guesses.attempt(address)
            await self._audit.append(AuditEntry("invite.refused", None, {"address": address}))
            raise UnauthenticatedError(_NO_INVITE)
        self._passwords.check(password, name)
        # One at a time: of two who choose names that look alike, the second is told.
        async with self._joining:
            check_new_name(name, await self._accounts.all())
            password_hash = await self._passwords.hashed(password, name)
            user = User(new_id(), name, invite.role, self._clock.now())

            async def together(tx: Transaction) -> None:
                await self._invites.use(invite.id, user.created_at, tx)
                await self._people.add(user, password_hash, tx)

            data = {"name": name, "role": user.role.value, "invite_id": invite.id, "by": invite.created_by}
            await self._audit.append(AuditEntry("person.joined", user.id, data), together)
        self._signals.publish_all("people")
        return await self._beginnings.begin(user, device)

    async def _disable(self, principal: Principal, user: User, disabled: bool) -> None:
        async def together(tx: Transaction) -> None:
            await self._people.set_disabled(user.id, disabled, tx)
            if disabled:
                await self._sessions.revoke_all(user.id, tx)

        kind = "person.disabled" if disabled else "person.enabled"
        data = {"person": user.id, "name": user.name}
        await self._audit.append(AuditEntry(kind, principal.user_id, data), together)
        await self._lost(user, principal.name, something=disabled)

    async def _give(self, principal: Principal, user: User, role: Role) -> None:
        demoted = role is not Role.ADMIN

        async def together(tx: Transaction) -> None:
            await self._people.set_role(user.id, role, tx)
            if demoted:
                await self._sessions.revoke_all(user.id, tx)

        data = {"person": user.id, "name": user.name, "role": role.value}
        await self._audit.append(AuditEntry("person.role", principal.user_id, data), together)
        await self._lost(user, principal.name, something=demoted)

    async def _lost(self, user: User, by: str, *, something: bool) -> None:
        self._recalls.recall(user.id)
        if something:
            await self._halt(user.id, by)
        self._signals.publish_all("people")

    async def _halt(self, user_id: str, by: str) -> None:
        """End what runs for them, and with it what it asks."""
        for run in await self._runs.unfinished():
            if run.user_id == user_id:
                await self._engine.stop(run, by)

    async def _found(self, user_id: str) -> User:
        user = await self._accounts.get(user_id)
        if user is None:
            raise NotFoundError("There is no such person.")
        return user


def _require_admin(principal: Principal, permission: Permission) -> None:
    if principal.kind is not Kind.USER or not principal.may(permission):
        raise ForbiddenError("Only an administrator may do this.")
