"""Telling open pages what changed: to whom it concerns, and all of it to one that fell behind."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import anyio
import pytest
from tests.support.contract import document

from paios.ports.answers import Change
from paios.services.signals import Signals

pytestmark = pytest.mark.anyio


async def first(count: int, heard: AsyncIterator[Change]) -> list[Change]:
    with anyio.fail_after(2):
        return [await anext(heard) for _ in range(count)]


async def listening(signals: Signals, heard: AsyncIterator[Change], user: str) -> None:
    """Begin to listen: a generator does so at its first step."""
    async with anyio.create_task_group() as group:
        group.start_soon(first, 1, heard)
        await anyio.wait_all_tasks_blocked()
        signals.publish(user, "settings")


async def test_change_reaches_its_person_alone() -> None:
    signals = Signals()
    async with aclosing(signals.listen("ada")) as ada, aclosing(signals.listen("eve")) as eve:
        await listening(signals, ada, "ada")
        await listening(signals, eve, "eve")
        signals.publish("eve", "rules", "r1")
        signals.publish("ada", "runs", "r2")
        assert await first(1, ada) == [Change("runs", "r2")]
        assert await first(1, eve) == [Change("rules", "r1")]


async def test_page_that_fell_behind_is_told_to_read_everything_again() -> None:
    signals = Signals()
    async with aclosing(signals.listen("ada")) as ada:
        await listening(signals, ada, "ada")
        for number in range(101):
            signals.publish("ada", "runs", str(number))
        kinds = document()["components"]["schemas"]["Change"]["properties"]["what"]["enum"]
        assert await first(len(kinds), ada) == [Change(kind) for kind in kinds]
