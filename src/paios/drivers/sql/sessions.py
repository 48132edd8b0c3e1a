"""Sessions in the database: the row decides, so a revoked one is gone at once."""

from datetime import datetime

from sqlalchemy import select, update

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
        query = select(sessions).where(mine.secret_hash == secret_hash, ~mine.revoked)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return None
            owner = (await connection.execute(select(users).where(users.c.id == row.user_id))).one()
        session = Session(
            row.id, row.user_id, row.csrf, row.created_at, row.last_used_at, row.expires_at, row.device
        )
        return session, user_of(owner)

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
