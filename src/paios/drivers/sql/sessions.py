"""Sessions in the database: the row decides, so a revoked one is gone at once."""

from datetime import datetime

from sqlalchemy import RowMapping, select, update

from paios.domain.account import Session, User
from paios.drivers.sql.accounts import user_of
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import sessions, users


class SqlSessions:
    """Fills ``ports.accounts.Sessions``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, session: Session, secret_hash: bytes) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(
                sessions.insert().values(
                    id=session.id,
                    user_id=session.user_id,
                    secret_hash=secret_hash,
                    csrf=session.csrf,
                    created_at=session.created_at,
                    last_used_at=session.last_used_at,
                    expires_at=session.expires_at,
                    device=session.device,
                    revoked=False,
                )
            )

    async def find(self, secret_hash: bytes) -> tuple[Session, User] | None:
        mine = sessions.c
        query = select(sessions, users).join_from(sessions, users)
        query = query.where(mine.secret_hash == secret_hash, ~mine.revoked)
        rows = await self._database.fetch(query)
        return (_session(rows[0]._mapping), user_of(rows[0]._mapping)) if rows else None

    async def touch(self, session_id: str, at: datetime) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(
                update(sessions).where(sessions.c.id == session_id).values(last_used_at=at)
            )

    async def revoke(self, session_id: str) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(
                update(sessions).where(sessions.c.id == session_id).values(revoked=True)
            )


def _session(row: RowMapping) -> Session:
    its = sessions.c
    return Session(
        id=row[its.id],
        user_id=row[its.user_id],
        csrf=row[its.csrf],
        created_at=row[its.created_at],
        last_used_at=row[its.last_used_at],
        expires_at=row[its.expires_at],
        device=row[its.device],
    )
