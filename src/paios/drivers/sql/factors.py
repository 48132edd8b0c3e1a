"""Second factors in the database. What counts once is taken by one statement with a condition."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from paios.domain.errors import NotFoundError
from paios.domain.factor import Factors, Passkey
from paios.drivers.sql.engine import Database
from paios.drivers.sql.faults import translated
from paios.drivers.sql.tables import authenticator_apps, passkeys, recovery_codes, users
from paios.ports.transaction import Transaction


class SqlFactors:
    """Fills ``ports.factors.FactorStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_user(self, user_id: str, tx: Transaction | None = None) -> Factors:
        app = select(authenticator_apps.c.added_at).where(authenticator_apps.c.user_id == user_id)
        keys = select(passkeys).where(passkeys.c.user_id == user_id).order_by(passkeys.c.position)
        codes = select(func.count()).where(recovery_codes.c.user_id == user_id)

        def looked(connection: Connection) -> Factors:
            return Factors(
                connection.scalar(app),
                tuple(_passkey(row._mapping) for row in connection.execute(keys)),
                connection.scalar(codes) or 0,
            )

        if tx is None:
            return await self._database.look(looked)
        async with self._database.joined(tx) as connection:
            await connection.execute(select(users.c.id).where(users.c.id == user_id).with_for_update())
            return await connection.run_sync(looked)

    async def passkey(self, credential_id: bytes) -> Passkey | None:
        rows = await self._database.fetch(select(passkeys).where(passkeys.c.credential_id == credential_id))
        return _passkey(rows[0]._mapping) if rows else None

    async def add_app(self, user_id: str, at: datetime, step: int, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            with translated(conflict="There is an authenticator app already. Remove it first."):
                await connection.execute(
                    authenticator_apps.insert().values(user_id=user_id, added_at=at, last_step=step)
                )

    async def remove_app(self, user_id: str, tx: Transaction) -> None:
        its = authenticator_apps.c
        async with self._database.joined(tx) as connection:
            gone = await connection.execute(delete(authenticator_apps).where(its.user_id == user_id))
            if gone.rowcount != 1:
                raise NotFoundError("There is no authenticator app.")

    async def use_step(self, user_id: str, step: int) -> bool:
        its = authenticator_apps.c
        later = update(authenticator_apps).where(its.user_id == user_id, its.last_step < step)
        async with self._database.begin() as tx:
            return (await tx.connection.execute(later.values(last_step=step))).rowcount == 1

    async def add_passkey(self, passkey: Passkey, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            with translated(conflict="This passkey is known already."):
                await connection.execute(
                    passkeys.insert().values(
                        id=passkey.id,
                        user_id=passkey.user_id,
                        name=passkey.name,
                        credential_id=passkey.credential_id,
                        public_key=passkey.public_key,
                        uses=passkey.uses,
                        created_at=passkey.created_at,
                    )
                )

    async def use_passkey(self, passkey: Passkey, uses: int, at: datetime) -> bool:
        its = passkeys.c
        mine = update(passkeys).where(its.id == passkey.id, its.uses == passkey.uses)
        async with self._database.begin() as tx:
            return (await tx.connection.execute(mine.values(uses=uses, last_used_at=at))).rowcount == 1

    async def remove_passkey(self, user_id: str, passkey_id: str, tx: Transaction) -> None:
        its = passkeys.c
        async with self._database.joined(tx) as connection:
            gone = await connection.execute(
                delete(passkeys).where(its.id == passkey_id, its.user_id == user_id)
            )
            if gone.rowcount != 1:
                raise NotFoundError("There is no such passkey.")

    async def set_recovery(self, user_id: str, hashes: Sequence[bytes], tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
            if hashes:
                rows = [{"user_id": user_id, "code_hash": each} for each in hashes]
                await connection.execute(recovery_codes.insert(), rows)

    async def use_recovery(self, user_id: str, code_hash: bytes, tx: Transaction) -> None:
        its = recovery_codes.c
        async with self._database.joined(tx) as connection:
            gone = await connection.execute(
                delete(recovery_codes).where(its.user_id == user_id, its.code_hash == code_hash)
            )
            if gone.rowcount != 1:
                raise NotFoundError("There is no such code.")

    async def clear(self, user_id: str, tx: Transaction) -> None:
        async with self._database.joined(tx) as connection:
            for table in (authenticator_apps, passkeys, recovery_codes):
                await connection.execute(delete(table).where(table.c.user_id == user_id))


def _passkey(row: RowMapping) -> Passkey:
    its = passkeys.c
    return Passkey(
        id=row[its.id],
        user_id=row[its.user_id],
        name=row[its.name],
        credential_id=row[its.credential_id],
        public_key=row[its.public_key],
        uses=row[its.uses],
        created_at=row[its.created_at],
        last_used_at=row[its.last_used_at],
    )
