"""Devices that are told by push, on both databases (P11)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from tests.drivers.sql.conftest import NOON

from paios.domain.account import Session, User
from paios.domain.ids import new_id
from paios.domain.push import PushAddress, PushDevice
from paios.drivers.sealing import AesSeal
from paios.drivers.sql.engine import Database
from paios.drivers.sql.push_devices import SqlPushDevices
from paios.drivers.sql.sessions import SqlSessions
from paios.drivers.sql.tables import push_devices

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2", "P11")]

HERE = PushAddress("https://push.example.org/1", b"\x04" * 65, b"s" * 16)
SEAL = AesSeal(b"k" * 32)
THERE = replace(HERE, endpoint="https://push.example.org/2")


async def begun(database: Database, person: User) -> Session:
    session = Session(new_id(), person.id, NOON, NOON, NOON + timedelta(days=30), "Firefox", NOON)
    await SqlSessions(database).add(session, session.id.encode(), epoch=0)
    return session


async def kept(database: Database, *devices: PushDevice) -> SqlPushDevices:
    store = SqlPushDevices(database, SEAL)
    for device in devices:
        async with database.begin() as tx:
            await store.put(device, tx)
    return store


async def test_device_is_found_while_its_session_lasts(database: Database, person: User) -> None:
    first, second = await begun(database, person), await begun(database, person)
    one, two = PushDevice(first.id, HERE, NOON), PushDevice(second.id, THERE, NOON + timedelta(seconds=1))
    store = await kept(database, one, two)
    assert await store.of_user(person.id, NOON) == (one, two)
    assert await store.of_user(new_id(), NOON) == ()
    assert await store.of_user(person.id, NOON + timedelta(days=30)) == ()
    await SqlSessions(database).revoke(person.id, first.id)
    assert await store.of_user(person.id, NOON) == (two,)
    await store.remove(replace(two, address=HERE))
    assert await store.of_session(second.id) == two, "it has been given another address since"
    await store.remove(two)
    assert await store.of_session(second.id) is None


async def test_session_and_address_are_in_one_device_at_most(database: Database, person: User) -> None:
    first, second = await begun(database, person), await begun(database, person)
    store = await kept(
        database,
        PushDevice(first.id, HERE, NOON),
        PushDevice(first.id, THERE, NOON),
        PushDevice(second.id, THERE, NOON),
    )
    assert await store.of_session(first.id) is None
    assert [each.session_id for each in await store.of_user(person.id, NOON)] == [second.id]


async def rows(database: Database) -> list[bytes]:
    return [row.secret for row in await database.fetch(select(push_devices))]


@pytest.mark.requirement("K5")
async def test_a_devices_secret_is_sealed_and_opens_only_where_it_was_put(
    database: Database, person: User
) -> None:
    first, second = await begun(database, person), await begun(database, person)
    store = await kept(database, PushDevice(first.id, HERE, NOON), PushDevice(second.id, THERE, NOON))
    sealed = await rows(database)
    assert not any(HERE.secret in each for each in sealed)
    assert await SqlPushDevices(database, AesSeal(b"x" * 32)).of_user(person.id, NOON) == ()
    async with database.begin() as tx:
        await tx.connection.execute(update(push_devices).values(secret=sealed[0]))
    assert len(await store.of_user(person.id, NOON)) == 1


@pytest.mark.requirement("K5")
async def test_what_an_earlier_paios_kept_as_it_is_gets_sealed(database: Database, person: User) -> None:
    session = await begun(database, person)
    device = PushDevice(session.id, HERE, NOON)
    store = await kept(database, device)
    async with database.begin() as tx:
        await tx.connection.execute(update(push_devices).values(secret=HERE.secret))
    assert await store.of_session(session.id) is None
    for _ in range(2):
        await store.seal_plain()
        assert await store.of_session(session.id) == device
    assert HERE.secret not in await rows(database)
