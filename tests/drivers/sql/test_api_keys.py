"""API keys, on both databases (U4)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.drivers.sql.conftest import NOON

from paios.domain.account import User
from paios.domain.api_key import ApiKey
from paios.domain.errors import NotFoundError
from paios.domain.ids import new_id
from paios.domain.page import Page, Slice
from paios.domain.permission import Permission
from paios.domain.principal import Adapter
from paios.drivers.sql.api_keys import SqlApiKeys
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import api_keys

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2", "U4")]

PERMISSIONS = frozenset({Permission.NOTES_READ, Permission.RUNS_WRITE})


def key_of(user: User, name: str = "Kitchen") -> ApiKey:
    adapters = frozenset({Adapter.WEB})
    ends = NOON + timedelta(days=90)
    return ApiKey(new_id(), user.id, name, "paios_abcdef", PERMISSIONS, adapters, NOON, ends)


async def test_a_key_is_found_by_its_hash_alone_with_its_owner(database: Database, person: User) -> None:
    store, key = SqlApiKeys(database), key_of(person)
    await store.add(key, b"h" * 32)
    assert await store.find(b"h" * 32) == (key, person)
    assert await store.find(b"H" * 32) is None
    assert await store.find(b"") is None


async def test_keys_are_listed_used_and_revoked_by_their_owner_alone(
    database: Database, person: User
) -> None:
    store, first, second = SqlApiKeys(database), key_of(person), key_of(person, "Cellar")
    await store.add(first, b"1")
    await store.add(second, b"2")
    assert await store.page(person.id, Slice(1)) == Page((second,), 2)
    assert await store.page(new_id(), Slice()) == Page((), 0)
    assert (await store.live(person.id, NOON), await store.live(person.id, first.expires_at)) == (2, 0)
    later = NOON + timedelta(hours=1)
    await store.touch(first.id, later)
    with pytest.raises(NotFoundError):
        await store.revoke(new_id(), first.id, later)
    assert await store.get(new_id(), first.id) is None
    await store.revoke(person.id, first.id, later)
    await store.revoke(person.id, first.id, later + timedelta(hours=1))
    assert await store.get(person.id, first.id) == replace(first, last_used_at=later, revoked_at=later)
    assert await store.live(person.id, NOON) == 1


async def test_permission_that_this_version_does_not_know_is_none(database: Database, person: User) -> None:
    store, key = SqlApiKeys(database), key_of(person)
    await store.add(key, b"1")
    async with database.begin() as tx:
        unknown = ["notes:read", "notes:eat", "*"]
        await tx.connection.execute(update(api_keys).values(permissions=unknown, adapters=["web", "moon"]))
    kept = await store.get(person.id, key.id)
    assert kept is not None
    assert kept.permissions == {Permission.NOTES_READ}
    assert kept.adapters == {Adapter.WEB}
