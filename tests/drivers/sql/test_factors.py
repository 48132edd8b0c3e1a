"""Second factors are kept the same way in both databases, and what counts once counts once (U3, U6)."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.account import User
from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.factor import Factors, Passkey, recovery_hash
from paios.domain.ids import new_id
from paios.drivers.sql.engine import Database
from paios.drivers.sql.factors import SqlFactors

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U3", "U6")]


def passkey_of(person: User, name: str = "Phone") -> Passkey:
    return Passkey(new_id(), person.id, name, new_id().encode(), b"public", 0, NOON)


async def with_app(database: Database, person: User, step: int = 100) -> SqlFactors:
    store = SqlFactors(database)
    async with database.begin() as tx:
        await store.add_app(person.id, NOON, step, tx)
    return store


async def test_nothing_is_there_before_anything_was_added(database: Database, person: User) -> None:
    its = await SqlFactors(database).of_user(person.id)
    assert its == Factors()
    assert (its.any, its.ways) == (False, ())


async def test_there_is_one_app_at_most_and_it_can_go(database: Database, person: User) -> None:
    store = await with_app(database, person)
    assert (await store.of_user(person.id)).totp_since == NOON
    with pytest.raises(ConflictError):
        await with_app(database, person)
    async with database.begin() as tx:
        await store.remove_app(person.id, tx)
    assert not (await store.of_user(person.id)).any
    with pytest.raises(NotFoundError):
        async with database.begin() as tx:
            await store.remove_app(person.id, tx)


async def test_steps_go_forward_only_and_one_of_many_at_once_wins(database: Database, person: User) -> None:
    store = await with_app(database, person, step=100)
    assert not await store.use_step(person.id, 100)
    assert not await store.use_step(person.id, 99)
    won = await asyncio.gather(*(store.use_step(person.id, 101) for _ in range(5)))
    assert sorted(won) == [False] * 4 + [True]
    assert not await store.use_step(new_id(), 500)


async def test_passkeys_are_found_by_the_devices_name_for_them_and_are_one_persons(
    database: Database, person: User
) -> None:
    store, one, two = SqlFactors(database), passkey_of(person, "Phone"), passkey_of(person, "Key")
    async with database.begin() as tx:
        await store.add_passkey(one, tx)
        await store.add_passkey(two, tx)
    assert (await store.of_user(person.id)).passkeys == (one, two)
    assert await store.passkey(two.credential_id) == two
    assert await store.passkey(b"nobody's") is None
    with pytest.raises(ConflictError):
        async with database.begin() as tx:
            await store.add_passkey(replace(passkey_of(person), credential_id=one.credential_id), tx)
    with pytest.raises(NotFoundError):
        async with database.begin() as tx:
            await store.remove_passkey(new_id(), one.id, tx)
    async with database.begin() as tx:
        await store.remove_passkey(person.id, one.id, tx)
    assert (await store.of_user(person.id)).passkeys == (two,)


async def test_of_two_who_use_one_state_of_a_passkey_one_counts(database: Database, person: User) -> None:
    store, key = SqlFactors(database), passkey_of(person)
    async with database.begin() as tx:
        await store.add_passkey(key, tx)
    later = NOON + timedelta(hours=1)
    assert await store.use_passkey(key, 7, later)
    assert not await store.use_passkey(key, 7, later)
    assert await store.passkey(key.credential_id) == replace(key, uses=7, last_used_at=later)


async def test_recovery_codes_are_taken_one_by_one_and_replaced_together(
    database: Database, person: User
) -> None:
    store = await with_app(database, person)
    hashes = [recovery_hash(code) for code in ("AAAA", "BBBB")]
    async with database.begin() as tx:
        await store.set_recovery(person.id, hashes, tx)
    async with database.begin() as tx:
        await store.use_recovery(person.id, hashes[0], tx)
    for gone in (hashes[0], recovery_hash("CCCC")):
        with pytest.raises(NotFoundError):
            async with database.begin() as tx:
                await store.use_recovery(person.id, gone, tx)
    assert (await store.of_user(person.id)).recovery_left == 1
    async with database.begin() as tx:
        await store.set_recovery(person.id, (), tx)
    assert (await store.of_user(person.id)).recovery_left == 0


async def test_all_of_it_can_be_taken_away_at_once(database: Database, person: User) -> None:
    store = await with_app(database, person)
    async with database.begin() as tx:
        await store.add_passkey(passkey_of(person), tx)
        await store.set_recovery(person.id, [recovery_hash("AAAA")], tx)
        await store.clear(person.id, tx)
    assert await store.of_user(person.id) == Factors()


async def test_of_two_who_change_factors_at_once_the_second_sees_what_the_first_did(
    database: Database, person: User
) -> None:
    store = SqlFactors(database)

    async def add() -> int:
        async with database.begin() as tx:
            before = await store.of_user(person.id, tx)
            await asyncio.sleep(0.05)
            await store.add_passkey(passkey_of(person), tx)
            return len(before.passkeys)

    assert sorted(await asyncio.gather(*(add() for _ in range(4)))) == [0, 1, 2, 3]
