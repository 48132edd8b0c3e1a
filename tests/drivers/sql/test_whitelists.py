"""Whitelists, on both databases (P6)."""

import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.account import User
from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.ids import new_id
from paios.domain.page import Page, Slice
from paios.domain.whitelist import ListEntry, ListKind
from paios.drivers.sql.engine import Database
from paios.drivers.sql.whitelists import SqlWhitelists

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2", "P6")]


async def test_entries_are_listed_by_kind_counted_once_and_removed(database: Database, person: User) -> None:
    store = SqlWhitelists(database)
    bob = ListEntry(new_id(), person.id, ListKind.RECIPIENT, "bob@example.org", NOON)
    host = ListEntry(new_id(), person.id, ListKind.DOMAIN, "example.org", NOON)
    page = ListEntry(new_id(), person.id, ListKind.BROWSER_DOMAIN, "example.org", NOON)
    for entry in (bob, host, page):
        await store.add(entry)
    assert await store.of_user(person.id) == (bob, host, page)
    assert await store.page(person.id, Slice(2)) == Page((page, host), 3)
    assert await store.page(person.id, Slice(), ListKind.DOMAIN) == Page((host,), 1)
    assert await store.page(new_id(), Slice()) == Page((), 0)
    with pytest.raises(ConflictError, match="already"):
        await store.add(ListEntry(new_id(), person.id, ListKind.DOMAIN, "example.org", NOON))
    with pytest.raises(NotFoundError):
        await store.remove(new_id(), host.id)
    await store.remove(person.id, host.id)
    with pytest.raises(NotFoundError):
        await store.remove(person.id, host.id)
    assert await store.of_user(person.id) == (bob, page)
