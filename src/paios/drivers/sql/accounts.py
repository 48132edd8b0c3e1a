"""Accounts in the database."""

import unicodedata
from typing import Any

from sqlalchemy import Row, exists, select, update

from paios.domain.account import User
from paios.domain.errors import ConflictError
from paios.domain.principal import Role
from paios.drivers.sql.engine import Database
from paios.drivers.sql.faults import translated
from paios.drivers.sql.tables import users

_TAKEN = "There is already an account."


class SqlAccounts:
    """Fills ``ports.accounts.Accounts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def any(self) -> bool:
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(exists().select_from(users))))

    async def add_first(self, user: User, password_hash: str) -> None:
        async with self._database.begin() as tx:
            if await tx.connection.scalar(select(exists().select_from(users))):
                raise ConflictError(_TAKEN)
            with translated(conflict=_TAKEN):
                await tx.connection.execute(
                    users.insert().values(
                        id=user.id,
                        name=user.name,
                        name_key=_key(user.name),
                        role=user.role.value,
                        created_at=user.created_at,
                        disabled=user.disabled,
                        password_hash=password_hash,
                        founder=True,
                    )
                )

    async def get(self, user_id: str) -> User | None:
        async with self._database.read() as connection:
            row = (await connection.execute(select(users).where(users.c.id == user_id))).one_or_none()
        return user_of(row) if row else None

    async def by_name(self, name: str) -> tuple[User, str] | None:
        async with self._database.read() as connection:
            row = (
                await connection.execute(select(users).where(users.c.name_key == _key(name)))
            ).one_or_none()
        return (user_of(row), row.password_hash) if row else None

    async def replace_hash(self, user_id: str, password_hash: str) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(
                update(users).where(users.c.id == user_id).values(password_hash=password_hash)
            )


def user_of(row: Row[Any]) -> User:
    """The user that a row of ``users`` holds."""
    return User(row.id, row.name, Role(row.role), row.created_at, row.disabled)


def _key(name: str) -> str:
    """What makes two names the same: neither case nor the way an accent is typed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
