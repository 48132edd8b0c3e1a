"""Sessions in the database: the row decides, so a revoked one is gone at once."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, bindparam, literal, select, update

from paios.domain.account import Session, User
from paios.domain.errors import NotFoundError, UnauthenticatedError
from paios.drivers.sql.accounts import user_of
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import sessions, users
from paios.ports.transaction import Transaction

_LIVE: Final = (
    select(sessions, users)
    .join_from(sessions, users)
    .where(sessions.c.secret_hash == bindparam("secret_hash"), ~sessions.c.revoked)
)
"""Asked at every request, so it is put together once."""


class SqlSessions:
    """Fills ``ports.accounts.Sessions``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, session: Session, secret_hash: bytes, *, epoch: int, tx: Transaction | None = None
    ) -> None:
        row = asdict(session) | {"secret_hash": secret_hash, "revoked": False}
        values = [literal(value, sessions.c[name].type) for name, value in row.items()]
        its = users.c
        unchanged = (its.id == session.user_id, its.auth_epoch == epoch, ~its.disabled)
        # Locked, so that PostgreSQL too lets nothing change between this look and the commit.
        seen = select(*values).select_from(users).where(*unchanged).with_for_update(read=True)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(sessions.insert().from_select(list(row), seen))).rowcount != 1:
                raise UnauthenticatedError("This account was changed meanwhile. Sign in again.")

    async def find(self, secret_hash: bytes) -> tuple[Session, User] | None:
        its = {"secret_hash": secret_hash}
        rows = await self._database.look(lambda connection: connection.execute(_LIVE, its).all())
        return (_session(rows[0]._mapping), user_of(rows[0]._mapping)) if rows else None

    async def touch(self, session_id: str, at: datetime) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(
                update(sessions).where(sessions.c.id == session_id).values(last_used_at=at)
            )

    async def prove(self, session_id: str, at: datetime, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(update(sessions).where(sessions.c.id == session_id).values(proved_at=at))

    async def of_user(self, user_id: str, now: datetime) -> tuple[Session, ...]:
        its = sessions.c
        query = select(sessions).where(its.user_id == user_id, ~its.revoked, its.expires_at > now)
        rows = await self._database.fetch(query.order_by(its.last_used_at.desc(), its.id))
        return tuple(_session(row._mapping) for row in rows)

    async def revoke(self, user_id: str, session_id: str, tx: Transaction | None = None) -> None:
        its = sessions.c
        ended = update(sessions).where(its.id == session_id, its.user_id == user_id).values(revoked=True)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(ended)).rowcount != 1:
                raise NotFoundError("There is no such session.")

    async def revoke_all(self, user_id: str, tx: Transaction, but: str | None = None) -> None:
        its = sessions.c
        ended = update(sessions).where(its.user_id == user_id, its.id != (but or "")).values(revoked=True)
        raised = update(users).where(users.c.id == user_id).values(auth_epoch=users.c.auth_epoch + 1)
        async with self._database.joined(tx) as connection:
            # First the epoch: whoever adds a session waits for it, or is seen by what follows.
            await connection.execute(raised)
            await connection.execute(ended)


def _session(row: RowMapping) -> Session:
    its = sessions.c
    return Session(
        id=row[its.id],
        user_id=row[its.user_id],
        created_at=row[its.created_at],
        last_used_at=row[its.last_used_at],
        expires_at=row[its.expires_at],
        device=row[its.device],
        proved_at=row[its.proved_at],
    )
