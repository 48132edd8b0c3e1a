"""Accounts in the database."""

from sqlalchemy import ColumnElement, RowMapping, exists, select, update

from paios.domain.account import User, name_key
from paios.domain.errors import ConflictError
from paios.domain.principal import Role
from paios.drivers.sql.engine import Database
from paios.drivers.sql.faults import translated
from paios.drivers.sql.tables import users
from paios.ports.transaction import Transaction

_TAKEN = "There is already an account."


class SqlAccounts:
    """Fills ``ports.accounts.Accounts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def any(self) -> bool:
        return bool(await self._database.fetch(select(users.c.id).limit(1)))

    async def founder(self) -> str | None:
        rows = await self._database.fetch(select(users.c.id).where(users.c.founder))
        return str(rows[0].id) if rows else None

    async def add_first(self, user: User, password_hash: str, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            if await connection.scalar(select(exists().select_from(users))):
                raise ConflictError(_TAKEN)
            with translated(conflict=_TAKEN):
                await connection.execute(
                    users.insert().values(
                        id=user.id,
                        name=user.name,
                        name_key=name_key(user.name),
                        role=user.role.value,
                        created_at=user.created_at,
                        disabled=user.disabled,
                        password_hash=password_hash,
                        founder=True,
                    )
                )

    async def all(self) -> tuple[User, ...]:
        rows = await self._database.fetch(select(users).order_by(users.c.position))
        return tuple(user_of(row._mapping) for row in rows)

    async def get(self, user_id: str) -> User | None:
        row = await self._one(users.c.id == user_id)
        return user_of(row) if row else None

    async def by_name(self, name: str) -> tuple[User, str] | None:
        row = await self._one(users.c.name_key == name_key(name))
        return (user_of(row), row[users.c.password_hash]) if row else None

    async def replace_hash(
        self, user_id: str, password_hash: str, *, was: str, tx: Transaction | None = None
    ) -> None:
        stands = (users.c.id == user_id) & (users.c.password_hash == was)
        changed = update(users).where(stands).values(password_hash=password_hash)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(changed)).rowcount != 1:
                raise ConflictError("The password was changed meanwhile.")

    async def _one(self, which: ColumnElement[bool]) -> RowMapping | None:
        rows = await self._database.fetch(select(users).where(which))
        return rows[0]._mapping if rows else None


def user_of(row: RowMapping) -> User:
    """The user in a row that has the columns of ``users``."""
    its = users.c
    return User(
        id=row[its.id],
        name=row[its.name],
        role=Role(row[its.role]),
        created_at=row[its.created_at],
        disabled=row[its.disabled],
        auth_epoch=row[its.auth_epoch],
    )
