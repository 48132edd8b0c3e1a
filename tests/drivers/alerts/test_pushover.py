"""An alert reaches Pushover as its API wants it, and nobody else; keys stand in no error."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from tests.support.pushover_api import KEYS, PushoverServer, pushover_server

from paios.domain.alert import Alert, PushoverKeys
from paios.domain.errors import InvalidInputError, UnavailableError
from paios.drivers.alerts.pushover import Pushover
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("I5")]

ALERT = Alert("paios blocked its assistant", "Look & see: a=b")


@asynccontextmanager
async def pushover(keys: PushoverKeys | None) -> AsyncIterator[tuple[Pushover, PushoverServer]]:
    with pushover_server() as server:
        egress = EgressClient(Origin.of(server.origin))
        try:
            yield Pushover(egress, lambda: keys, server.origin), server
        finally:
            await egress.aclose()


async def test_alert_is_handed_over() -> None:
    async with pushover(KEYS) as (channel, server):
        assert await channel.send(ALERT)
    (message,) = server.messages
    assert (message["title"], message["message"], message["priority"]) == (ALERT.title, ALERT.text, "1")


async def test_long_alert_is_cut_to_what_the_service_takes() -> None:
    async with pushover(KEYS) as (channel, server):
        assert await channel.send(Alert("t" * 999, "x" * 9999))
    assert (len(server.messages[0]["title"]), len(server.messages[0]["message"])) == (250, 1024)


async def test_without_keys_nothing_is_sent() -> None:
    async with pushover(None) as (channel, server):
        assert not await channel.send(ALERT)
    assert not server.messages


async def test_refusal_is_an_error_that_names_no_key() -> None:
    async with pushover(replace(KEYS, user="wrong" * 6)) as (channel, server):
        with pytest.raises(UnavailableError) as refused:
            await channel.send(ALERT)
    assert refused.value.message == "Pushover refused the message (HTTP 400)."
    assert not server.messages


async def test_server_that_is_not_there_is_an_error() -> None:
    async with pushover(KEYS) as (channel, server):
        server.broken = True
        with pytest.raises(UnavailableError):
            await channel.send(ALERT)


async def test_no_other_server_can_be_reached() -> None:
    egress = EgressClient(Origin.of("https://api.pushover.net"))
    with pushover_server() as server:
        with pytest.raises(InvalidInputError):
            await Pushover(egress, lambda: KEYS, server.origin).send(ALERT)
        assert not server.messages
    await egress.aclose()


def test_keys_show_in_no_repr() -> None:
    assert KEYS.user not in repr(KEYS)
    assert KEYS.token not in repr(KEYS)
