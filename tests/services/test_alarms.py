"""An alarm is recorded, shown and sent; a channel that fails holds nobody up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest
from tests.support.gatehouse import ADA, Gatehouse, gatehouse
from tests.support.pushover_api import KEYS, PushoverServer, pushover_server

from paios.domain.ids import new_id
from paios.domain.run import Run, RunState
from paios.drivers.alerts.pushover import Pushover
from paios.drivers.clock import SystemClock
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin
from paios.drivers.private_files import SecretFolder
from paios.ports.answers import Change
from paios.services.alarms import CANARY_SEEN, Alarms, PushoverSetting
from paios.services.signals import Signals

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("I5")]

RUN = Run(new_id(), ADA.user_id, new_id(), new_id(), RunState.RUNNING, SystemClock().now())


@dataclass(frozen=True)
class Watchtower:
    """Alarms over a real record and a real server."""

    alarms: Alarms
    server: PushoverServer
    signals: Signals
    keys: PushoverSetting
    house: Gatehouse

    async def raised(self) -> None:
        await self.alarms.canary_seen(RUN, "call", "A canary, in base64.")

    async def kinds(self, wanted: int) -> list[str]:
        """What was recorded, once there is so much of it."""
        with anyio.fail_after(10):
            while len(records := await self.house.records("alert.")) < wanted:  # noqa: ASYNC110
                await anyio.sleep(0.01)
        return [record.kind for record in records]


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncIterator[Watchtower]:
    keys, signals = PushoverSetting(SecretFolder(tmp_path / "secrets")), Signals()
    with pushover_server() as server:
        egress = EgressClient(Origin.of(server.origin))
        async with gatehouse(tmp_path) as house:
            alarms = Alarms(house.audit, signals, (Pushover(egress, keys.read, server.origin),))
            yield Watchtower(alarms, server, signals, keys, house)
            await alarms.close()
        await egress.aclose()


async def test_alarm_is_recorded_with_the_call_it_is_about(tower: Watchtower) -> None:
    await tower.raised()
    (record,) = await tower.house.records("alert.")
    assert (record.kind, record.user_id) == ("alert.canary", ADA.user_id)
    assert record.data["run_id"] == RUN.id
    assert (record.data["call_id"], record.data["text"]) == ("call", "A canary, in base64.")


async def test_alarm_is_told_to_the_open_pages_of_its_owner(tower: Watchtower) -> None:
    async with aclosing(tower.signals.listen(ADA.user_id)) as changes:
        heard = asyncio.create_task(anext(changes))
        await asyncio.sleep(0)
        await tower.raised()
        assert await heard == Change("alerts", RUN.id)


async def test_alarm_goes_to_the_phone_and_says_nothing_of_the_content(tower: Watchtower) -> None:
    tower.keys.change(KEYS)
    await tower.raised()
    assert await tower.kinds(2) == ["alert.canary", "alert.sent"]
    (message,) = tower.server.messages
    assert (message["title"], message["message"]) == (CANARY_SEEN.title, CANARY_SEEN.text)


async def test_channel_that_fails_is_recorded_and_holds_nobody_up(tower: Watchtower) -> None:
    tower.keys.change(KEYS)
    tower.server.broken = True
    await tower.raised()
    assert await tower.kinds(2) == ["alert.canary", "alert.failed"]
    (failed,) = await tower.house.records("alert.failed")
    assert failed.data == {"channel": "pushover", "why": "Pushover refused the message (HTTP 500)."}


async def test_keys_are_kept_in_files_and_can_be_removed(tower: Watchtower) -> None:
    assert tower.keys.read() is None
    tower.keys.change(KEYS)
    assert tower.keys.read() == KEYS
    tower.keys.change(None)
    assert tower.keys.read() is None
