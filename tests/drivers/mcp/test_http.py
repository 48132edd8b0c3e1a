"""Servers at an address: everything goes through egress, and its rules hold for the SDK too (T2, N1)."""

import logging
from dataclasses import replace

import pytest
from structlog.testing import capture_logs
from tests.drivers.mcp.conftest import Desk
from tests.drivers.mcp.test_hostile import failed, memory, ready
from tests.support.tool_servers import listening

from paios.domain.errors import InvalidInputError, UnavailableError
from paios.domain.tool import Outcome
from paios.domain.tool_server import ConnectionState, HttpTransport, ServerSecrets

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T2", "N1")]

TOKEN = ServerSecrets(token="sesame-1234")


async def test_the_token_is_sent_to_the_server_and_shown_to_nobody(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with listening("liar", "token") as url, capture_logs() as logs:
        refused = await desk.use(HttpTransport(url), ServerSecrets(token="wrong-5678"))
        assert refused.state is ConnectionState.FAILED
        assert (await desk.use(HttpTransport(url), TOKEN)).state is ConnectionState.READY
        await desk.approve()
        assert (await desk.call(code="print('in')")).text == "in\n"
    told = f"{caplog.text}{logs}{TOKEN!r}{refused}{desk.connections.state(desk.server.id)}"
    assert "sesame-1234" not in told
    assert "wrong-5678" not in told


async def test_a_redirect_is_not_followed(desk: Desk) -> None:
    with listening("liar", "redirect") as url:
        await desk.use(HttpTransport(url), TOKEN)
        await desk.approve()
        result = await desk.call(code="")
    assert result.outcome in (Outcome.ERROR, Outcome.INTERRUPTED)


async def test_a_download_and_a_drip_without_end_are_cut_off(desk: Desk) -> None:
    before = memory()
    for mode in ("download", "drip"):
        with listening("liar", mode) as url:
            await desk.use(HttpTransport(url), TOKEN)
            await desk.approve()
            result = await desk.call(code="")
            assert result.outcome in (Outcome.ERROR, Outcome.INTERRUPTED)
        desk.approved = ()
    assert memory() - before < 64 * 1024**2


async def test_a_server_that_goes_away_is_found_again(desk: Desk) -> None:
    with listening("liar", "honest") as url:
        await desk.use(HttpTransport(url), TOKEN)
        await desk.approve()
        assert (await desk.call(code="print(1)")).text == "1\n"
        port = url.split(":")[2].split("/")[0]
    with pytest.raises(UnavailableError, match="guest"):
        await desk.call(code="print(1)")
    assert (await desk.until(failed)).error == "The server cannot be reached."
    with listening("liar", "honest", port=int(port)):
        await desk.until(ready)
        assert (await desk.call(code="print(2)")).text == "2\n"


@pytest.mark.parametrize(
    "url", ["http://example.org/mcp", "http://169.254.169.254/", "https://user:pass@example.org/", "ftp://x/"]
)
async def test_an_address_that_egress_refuses_is_refused_when_it_is_added(desk: Desk, url: str) -> None:
    with pytest.raises(InvalidInputError):
        await desk.connections.check(replace(desk.server, transport=HttpTransport(url)), TOKEN)
