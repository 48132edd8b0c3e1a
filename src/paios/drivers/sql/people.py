"""People and invitations in the database, and what goes when somebody goes."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.domain.account import User, name_key
from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.page import Page, Slice
from paios.domain.person import Belongings, Invite, Person
from paios.domain.principal import Role
from paios.drivers.sql.accounts import user_of
from paios.drivers.sql.engine import Database
from paios.drivers.sql.faults import translated
from paios.drivers.sql.slices import slice_of
from paios.drivers.sql.tables import (
    api_keys,
    approvals,
    authenticator_apps,
    budget_reservations,
    budget_uses,
    conversations,
    invites,
    messages,
    notes,
    passkeys,
    preferences,
    push_devices,
    rules,
    run_events,
    runs,
    sessions,
    users,
    whitelist_entries,
)
from paios.ports.transaction import Transaction

_LAST: Final = "This is the last administrator who can sign in. Make somebody else one first."
_NOBODY: Final = "There is no such person."
_PREFERENCES: Final = ("caution", "dismissed")
"""Preferences of one person are named ``what:id``."""


class SqlPeople:
    """Fills ``ports.people.People``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, part: Slice) -> Page[Person]:
        last = select(func.max(sessions.c.last_used_at)).where(sessions.c.user_id == users.c.id)
        factors = (authenticator_apps.c.user_id, passkeys.c.user_id)
        proves = or_(*(exists().where(each == users.c.id) for each in factors))
        query = select(users, last.scalar_subquery().label("last"), proves.label("proves"))
        rows, total = await slice_of(self._database, query.order_by(users.c.position), part)
        return Page(tuple(_person(row._mapping) for row in rows), total)

    async def add(self, user: User, password_hash: str, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            with translated(conflict="There is somebody of that name already."):
                await connection.execute(
                    users.insert().values(
                        id=user.id,
                        name=user.name,
                        name_key=name_key(user.name),
                        role=user.role.value,
                        created_at=user.created_at,
                        disabled=user.disabled,
                        password_hash=password_hash,
                    )
                )

    async def set_disabled(self, user_id: str, disabled: bool, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            if disabled:
                await _keep_an_admin(connection, user_id)
            changed = update(users).where(users.c.id == user_id).values(disabled=disabled)
            if (await connection.execute(changed)).rowcount != 1:
                raise NotFoundError(_NOBODY)

    async def set_role(self, user_id: str, role: Role, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            if role is not Role.ADMIN:
                await _keep_an_admin(connection, user_id)
            await connection.execute(update(users).where(users.c.id == user_id).values(role=role.value))

    async def belongings(self, user_id: str) -> Belongings:
        counted = [
            select(func.count()).select_from(column.table).where(column == user_id).scalar_subquery()
            for column in (
                *(each.c.user_id for each in (conversations, rules, whitelist_entries, approvals, api_keys)),
                notes.c.owner,
            )
        ]
        rows = await self._database.fetch(select(*counted))
        return Belongings(*(int(count) for count in rows[0]))

    async def remove(self, user_id: str, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            await _keep_an_admin(connection, user_id)
            for table, column, owners in (
                (push_devices, push_devices.c.session_id, sessions),
                (run_events, run_events.c.run_id, runs),
            ):
                theirs = select(owners.c.id).where(owners.c.user_id == user_id)
                await connection.execute(delete(table).where(column.in_(theirs)))
            # What refers to others goes before them.
            for table in (sessions, api_keys, budget_uses, budget_reservations, whitelist_entries, rules):
                await connection.execute(delete(table).where(table.c.user_id == user_id))
            for table in (approvals, runs):
                await connection.execute(delete(table).where(table.c.user_id == user_id))
            said_in = select(conversations.c.id).where(conversations.c.user_id == user_id)
            await connection.execute(delete(messages).where(messages.c.conversation_id.in_(said_in)))
            await connection.execute(delete(conversations).where(conversations.c.user_id == user_id))
            await connection.execute(delete(invites).where(invites.c.created_by == user_id))
            names = [f"{what}:{user_id}" for what in _PREFERENCES]
            await connection.execute(delete(preferences).where(preferences.c.name.in_(names)))
            # The index of their notes, and whose words those are, go with the account by themselves.
            if (await connection.execute(delete(users).where(users.c.id == user_id))).rowcount != 1:
                raise NotFoundError(_NOBODY)


class SqlInvites:
    """Fills ``ports.people.Invites``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, invite: Invite, code_hash: bytes, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(
                invites.insert().values(
                    id=invite.id,
                    code_hash=code_hash,
                    role=invite.role.value,
                    created_by=invite.created_by,
                    created_at=invite.created_at,
                    expires_at=invite.expires_at,
                    used_at=invite.used_at,
                )
            )

    async def find(self, code_hash: bytes) -> Invite | None:
        query = select(invites).where(invites.c.code_hash == code_hash, _made_by_an_admin())
        rows = await self._database.fetch(query)
        return _invite(rows[0]._mapping) if rows else None

    async def live(self, now: datetime, part: Slice) -> Page[Invite]:
        its = invites.c
        query = select(invites).where(its.used_at.is_(None), its.expires_at > now, _made_by_an_admin())
        rows, total = await slice_of(self._database, query.order_by(its.position.desc()), part)
        return Page(tuple(_invite(row._mapping) for row in rows), total)

    async def use(self, invite_id: str, at: datetime, tx: Transaction) -> None:
        its = invites.c
        used = update(invites).where(its.id == invite_id, its.used_at.is_(None), _made_by_an_admin())
        async with self._database.joined(tx) as connection:
            if (await connection.execute(used.values(used_at=at))).rowcount != 1:
                raise ConflictError("This invitation counts no more.")

    async def remove(self, invite_id: str, tx: Transaction) -> None:
        its = invites.c
        async with self._database.joined(tx) as connection:
            gone = await connection.execute(delete(invites).where(its.id == invite_id, its.used_at.is_(None)))
            if gone.rowcount != 1:
                raise NotFoundError("There is no such invitation.")


def _made_by_an_admin() -> ColumnElement[bool]:
    """Whether an invitation's maker may still invite: it gives no more than they have."""
    its = users.c
    return exists().where(its.id == invites.c.created_by, its.role == Role.ADMIN.value, ~its.disabled)


async def _keep_an_admin(connection: AsyncConnection, user_id: str) -> None:
    """Raises ``ConflictError`` if nobody but ``user_id`` could administer. Two at once take turns."""
    its = users.c
    able = select(its.id).where(its.role == Role.ADMIN.value, ~its.disabled).order_by(its.position)
    if (await connection.scalars(able.with_for_update())).all() == [user_id]:
        raise ConflictError(_LAST)


def _person(row: RowMapping) -> Person:
    return Person(user_of(row), row["last"], second_factor=bool(row["proves"]))


def _invite(row: RowMapping) -> Invite:
    its = invites.c
    return Invite(
        id=row[its.id],
        role=Role(row[its.role]),
        created_by=row[its.created_by],
        created_at=row[its.created_at],
        expires_at=row[its.expires_at],
        used_at=row[its.used_at],
    )
