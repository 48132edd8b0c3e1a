"""Devices that are told by push, in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select

from paios.domain.push import PushAddress, PushDevice
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import push_devices, sessions
from paios.ports.transaction import Transaction


class SqlPushDevices:
    """Fills ``ports.push.PushDevices``."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
                    secret=address.secret,
                    added_at=device.added_at,
                )
            )

    async def of_session(self, session_id: str) -> PushDevice | None:
        rows = await self._database.fetch(select(push_devices).where(push_devices.c.session_id == session_id))
        return _device(rows[0]) if rows else None

    async def of_user(self, user_id: str, now: datetime) -> tuple[PushDevice, ...]:
        whose = sessions.c
        query = select(push_devices).join_from(push_devices, sessions)
        query = query.where(whose.user_id == user_id, ~whose.revoked, whose.expires_at > now)
        return tuple(map(_device, await self._database.fetch(query.order_by(push_devices.c.added_at))))

    async def remove(self, device: PushDevice, tx: Transaction | None = None) -> None:
        its = push_devices.c
        same = (its.session_id == device.session_id, its.endpoint == device.address.endpoint)
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(push_devices).where(*same))


def _device(row: Row[Any]) -> PushDevice:
    return PushDevice(row.session_id, PushAddress(row.endpoint, row.key, row.secret), row.added_at)
