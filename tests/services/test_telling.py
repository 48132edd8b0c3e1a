"""Devices are told by push that something is asked, while their session lasts, and never what (P11)."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256

import anyio
import pytest
from tests.support.house import PATIENCE, Person, Served, Stage, question_of, until
from tests.support.push_service import Browser, PushServer, loopback_egress, push_server
from tests.support.scripted_model import Calls, Text

from paios.domain.errors import NotFoundError, TooManyRequestsError, UnavailableError
from paios.drivers.alerts.web_push import WebPush
from paios.ports.answers import SignedIn
from paios.services.signals import Signals
from paios.services.telling import TellingDesk

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P11")]

NOWHERE = "https://push.invalid/send/device"
ASKS = Calls([("vault_delete", {"path": "Shopping list.md"})])


@dataclass(frozen=True)
class Tower:
    """The desk over the house's stores, and a push service on this machine."""

    desk: TellingDesk
    server: PushServer
    signals: Signals
    browser: Browser

    async def words(self, wanted: int) -> list[str]:
        await until(lambda: len(self.server.taken) >= wanted)
        return [json.loads(self.browser.reads(each.body))["word"] for each in self.server.taken]


@pytest.fixture
async def tower(paios: Served) -> AsyncIterator[Tower]:
    stores, signals = paios.house.stores, Signals()
    with push_server() as server:
        desk = TellingDesk(
            devices=stores.push_devices,
            service=WebPush(loopback_egress, b"\x07" * 32, stores.clock),
            approvals=stores.approvals,
            audit=stores.audit,
            signals=signals,
            clock=stores.clock,
            gathered_seconds=0.05,
        )
        yield Tower(desk, server, signals, Browser())
        await desk.close()


async def signed_in(person: Person, paios: Served) -> SignedIn:
    """Their session as the house knows it."""
    secret, _, _ = (person.http.cookies["paios_session"] or "").partition(".")
    found = await paios.house.stores.sessions.find(sha256(secret.encode()).digest())
    assert found is not None
    session, user = found
    return SignedIn(session, user, user.at_the_web_app(session.device), "csrf")


async def asked(person: Person, stage: Stage) -> str:
    """A question that waits; its id."""
    stage.play("clear the list", ASKS, Text("Then not."))
    run = await person.until((await person.say("clear the list"))["id"], "waiting")
    question: str = question_of(run)["id"]
    return question


async def test_new_question_is_one_word_to_each_device_of_its_owner(
    tower: Tower, ada: Person, paios: Served, stage: Stage
) -> None:
    me = await signed_in(ada, paios)
    await tower.desk.begin(me, tower.browser.at(tower.server.endpoint))
    questions = [await asked(ada, stage), await asked(ada, stage)]
    for question in questions * 2:
        tower.signals.publish(me.user.id, "approvals", question)
    tower.signals.publish("somebody else", "approvals", questions[0])
    assert await tower.words(1) == ["question"]
    await tower.desk.attempt(me)
    assert await tower.words(2) == ["question", "test"], "asked twice in a breath is told once"
    await tower.desk.end(me)
    with pytest.raises(NotFoundError):
        await tower.desk.attempt(me)


async def test_device_is_forgotten_when_its_service_knows_it_no_more(
    tower: Tower, ada: Person, paios: Served
) -> None:
    me = await signed_in(ada, paios)
    await tower.desk.begin(me, tower.browser.at(tower.server.endpoint))
    tower.server.status = 500
    with pytest.raises(UnavailableError):
        await tower.desk.attempt(me)
    assert (await tower.desk.state(me))[1], "a service that is out of order loses no device"
    tower.server.status = 410
    with pytest.raises(NotFoundError, match="no more"):
        await tower.desk.attempt(me)
    assert not (await tower.desk.state(me))[1]
    for _ in range(8):
        with pytest.raises(NotFoundError):
            await tower.desk.attempt(me)
    with pytest.raises(TooManyRequestsError):
        await tower.desk.attempt(me)


async def test_device_that_is_signed_out_is_told_nothing(
    tower: Tower, ada: Person, paios: Served, stage: Stage
) -> None:
    elsewhere = await (await paios.visitor()).sign_in()
    there = await signed_in(elsewhere, paios)
    await tower.desk.begin(there, tower.browser.at(tower.server.endpoint))
    await elsewhere.do("DELETE", "/session")
    devices = paios.house.stores.push_devices
    assert await devices.of_user(there.user.id, paios.house.stores.clock.now()) == ()
    again = await signed_in(ada, paios)
    await tower.desk.begin(again, tower.browser.at(tower.server.endpoint))
    assert await devices.of_session(there.session.id) is None, "a browser is told for one session only"
    await tower.desk.end(again)


async def test_house_tells_of_a_question_and_records_where_it_could_not(ada: Person, stage: Stage) -> None:
    assert (await ada.do("GET", "/push"))["told"] is False
    assert (await ada.do("PUT", "/push/device", Browser().told(NOWHERE)))["told"] is True
    await asked(ada, stage)
    with anyio.fail_after(PATIENCE):
        while not (failed := (await ada.do("GET", "/audit?kind=push.failed"))["items"]):  # noqa: ASYNC110
            await anyio.sleep(0.05)
    assert "why" in failed[0]["data"]
    assert NOWHERE not in str(failed), "where a browser listens is no matter of the record"
    assert await ada.refused("POST", "/push/device/try") == (503, "unavailable")
    assert (await ada.do("DELETE", "/push/device"))["told"] is False
    assert await ada.refused("POST", "/push/device/try") == (404, "not_found")


@pytest.mark.parametrize(
    "endpoint", ["https://192.168.1.1/send", "https://localhost:3080/api/v1/pause", "https://[::1]/"]
)
async def test_address_that_leads_home_is_refused(ada: Person, endpoint: str) -> None:
    assert await ada.refused("PUT", "/push/device", Browser().told(endpoint)) == (422, "invalid_input")
    assert (await ada.do("GET", "/push"))["told"] is False


async def test_plain_http_is_no_push_address(ada: Person) -> None:
    status, _ = await ada.refused("PUT", "/push/device", Browser().told("http://push.example.org/"))
    assert status == 422
