"""Preferences, on both databases."""

from typing import Any

import anyio
import pytest

from paios.drivers.sql.engine import Database
from paios.drivers.sql.preferences import SqlPreferences

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2")]


@pytest.mark.parametrize(
    "value", [None, False, 0, 2**80, 0.1, "", "nul \0 and \ud800", [], {"a": [{"b": None}]}]
)
async def test_any_json_comes_back(database: Database, value: Any) -> None:
    store = SqlPreferences(database)
    await store.put("it", "before")
    await store.put("it", value)
    assert await store.get("it") == value
    assert await store.get("other") is None


async def test_two_first_values_do_not_clash(database: Database) -> None:
    store = SqlPreferences(database)
    async with anyio.create_task_group() as tasks:
        for number in range(8):
            tasks.start_soon(store.put, "it", number)
    assert await store.get("it") in range(8)
