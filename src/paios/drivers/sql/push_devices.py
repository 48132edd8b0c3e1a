"""Devices that are told by push, in the database; the secret of each is sealed there (K5)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, or_, select, update

from paios.domain.push import SECRET_BYTES, PushAddress, PushDevice
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import push_devices, sessions
from paios.ports.sealing import Seal
from paios.ports.transaction import Transaction


class SqlPushDevices:
    """Fills ``ports.push.PushDevices``."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def seal_plain(self) -> None:
        """Seal the secrets that an earlier paios kept as they are."""
        its = push_devices.c
        rows = await self._database.fetch(select(push_devices).where(func.length(its.secret) == SECRET_BYTES))
        for row in rows:
            sealed = self._seal.seal(_about(row.session_id, row.endpoint), row.secret)
            mine = update(push_devices).where(its.session_id == row.session_id, its.secret == row.secret)
            async with self._database.begin() as tx:
                await tx.connection.execute(mine.values(secret=sealed))

    async def put(self, device: PushDevice, tx: Transaction) -> None:
        its, address = push_devices.c, device.address
        before = or_(its.session_id == device.session_id, its.endpoint == address.endpoint)
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(push_devices).where(before))
            await connection.execute(
                push_devices.insert().values(
                    session_id=device.session_id,
                    endpoint=address.endpoint,
                    key=address.key,
                    secret=self._seal.seal(_about(device.session_id, address.endpoint), address.secret),
                    added_at=device.added_at,
                )
            )

    async def of_session(self, session_id: str) -> PushDevice | None:
        rows = await self._database.fetch(select(push_devices).where(push_devices.c.session_id == session_id))
        return next(self._devices(rows), None)

    async def of_user(self, user_id: str, now: datetime) -> tuple[PushDevice, ...]:
        whose = sessions.c
        query = select(push_devices).join_from(push_devices, sessions)
        query = query.where(whose.user_id == user_id, ~whose.revoked, whose.expires_at > now)
        return tuple(self._devices(await self._database.fetch(query.order_by(push_devices.c.added_at))))

    async def remove(self, device: PushDevice, tx: Transaction | None = None) -> None:
        its = push_devices.c
        same = (its.session_id == device.session_id, its.endpoint == device.address.endpoint)
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(push_devices).where(*same))

    def _devices(self, rows: Iterable[Row[Any]]) -> Iterator[PushDevice]:
        """Those whose secret opens: with another, nothing could be told that the device could read."""
        for row in rows:
            secret = self._seal.open(_about(row.session_id, row.endpoint), row.secret)
            if secret is not None:
                yield PushDevice(row.session_id, PushAddress(row.endpoint, row.key, secret), row.added_at)


def _about(session_id: str, endpoint: str) -> str:
    return f"push {session_id} {endpoint}"
