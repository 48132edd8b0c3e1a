"""Accounts and sessions, on both databases."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import anyio
import pytest
from sqlalchemy import update
from tests.drivers.sql.conftest import NOON

from paios.domain.account import Session, User
from paios.domain.errors import ConflictError, UnauthenticatedError
from paios.domain.ids import new_id
from paios.domain.principal import Role
from paios.drivers.sql.accounts import SqlAccounts
from paios.drivers.sql.engine import Database
from paios.drivers.sql.sessions import SqlSessions
from paios.drivers.sql.tables import users

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2")]


def _session(user: User) -> Session:
    return Session(new_id(), user.id, NOON, NOON, NOON + timedelta(days=1), "Firefox on Linux", NOON)


async def test_an_account_is_found_by_id_and_by_name_in_any_case(database: Database, person: User) -> None:
    accounts = SqlAccounts(database)
    assert await accounts.any()
    assert await accounts.get(person.id) == person
    assert await accounts.by_name("JO\u0308RG") == (person, "hash")
    assert await accounts.by_name("Jorg") is None
    assert await accounts.get(new_id()) is None


@pytest.mark.requirement("U7")
async def test_of_two_first_accounts_one_wins(database: Database) -> None:
    accounts = SqlAccounts(database)
    assert not await accounts.any()
    refused: list[str] = []

    async def found(name: str) -> None:
        try:
            await accounts.add_first(User(new_id(), name, Role.ADMIN, NOON), "hash")
        except ConflictError:
            refused.append(name)

    names = [f"person {number}" for number in range(8)]
    async with anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(found, name)
    kept = [name for name in names if await accounts.by_name(name)]
    assert len(kept) == 1
    assert sorted(refused) == sorted(set(names) - set(kept))


async def test_a_hash_is_replaced(database: Database, person: User) -> None:
    accounts = SqlAccounts(database)
    await accounts.replace_hash(person.id, "stronger", was="hash")
    assert await accounts.by_name("jörg") == (person, "stronger")


async def test_a_session_is_found_by_its_secret_until_it_is_revoked(database: Database, person: User) -> None:
    sessions, session = SqlSessions(database), _session(person)
    await sessions.add(session, b"\0" * 32, epoch=0)
    assert await sessions.find(b"\0" * 32) == (session, person)
    assert await sessions.find(b"\1" * 32) is None
    await sessions.revoke(person.id, session.id)
    assert await sessions.find(b"\0" * 32) is None


async def test_a_session_remembers_when_it_was_used(database: Database, person: User) -> None:
    sessions, session = SqlSessions(database), _session(person)
    await sessions.add(session, b"secret hash", epoch=0)
    later = NOON + timedelta(minutes=5, microseconds=1)
    await sessions.touch(session.id, later)
    found = await sessions.find(b"secret hash")
    assert found is not None
    assert found[0].last_used_at == later


async def test_a_session_of_nobody_is_refused(database: Database, person: User) -> None:
    orphan = _session(User(new_id(), "Nobody", Role.USER, NOON))
    with pytest.raises(UnauthenticatedError):
        await SqlSessions(database).add(orphan, b"secret hash", epoch=0)


@pytest.mark.requirement("U2")
async def test_no_session_is_added_for_who_is_disabled_or_after_all_ended(
    database: Database, person: User
) -> None:
    accounts, sessions = SqlAccounts(database), SqlSessions(database)
    kept = _session(person)
    await sessions.add(kept, b"kept", epoch=person.auth_epoch)
    async with database.begin() as tx:
        await sessions.revoke_all(person.id, tx, but=kept.id)
    with pytest.raises(UnauthenticatedError):
        await sessions.add(_session(person), b"late", epoch=person.auth_epoch)
    now = await accounts.get(person.id)
    assert now is not None
    await sessions.add(_session(person), b"new", epoch=now.auth_epoch)
    async with database.begin() as tx:
        await tx.connection.execute(update(users).values(disabled=True))
    with pytest.raises(UnauthenticatedError):
        await sessions.add(_session(person), b"disabled", epoch=now.auth_epoch)
    assert {each: bool(await sessions.find(each)) for each in (b"kept", b"late", b"new", b"disabled")} == {
        b"kept": True,
        b"late": False,
        b"new": True,
        b"disabled": False,
    }


@pytest.mark.requirement("U2")
async def test_of_sessions_that_begin_while_all_end_none_stays(database: Database, person: User) -> None:
    accounts, sessions = SqlAccounts(database), SqlSessions(database)

    async def begin(name: bytes) -> None:
        user = await accounts.get(person.id)
        assert user is not None
        seen[name] = user.auth_epoch
        begun.set()
        with suppress(UnauthenticatedError):
            await sessions.add(_session(user), name, epoch=user.auth_epoch)

    for turn in range(5):
        begun, seen = asyncio.Event(), dict[bytes, int]()
        async with anyio.create_task_group() as tasks:
            for number in range(8):
                tasks.start_soon(begin, f"{turn} {number}".encode())
            await begun.wait()
            async with database.begin() as tx:
                await sessions.revoke_all(person.id, tx)
                for _ in range(5):
                    await asyncio.sleep(0)
        assert seen
        for name, epoch in seen.items():  # who saw the new epoch began after it, and may stay
            assert bool(await sessions.find(name)) == (epoch > turn)
