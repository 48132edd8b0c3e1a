"""The client that an SDK is handed obeys the rules of egress, whatever the SDK asks of it (N1)."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from tests.support.tool_servers import listening

from paios.domain.errors import InvalidInputError, TooLargeError, UnavailableError
from paios.drivers.egress.handed import handed_client
from paios.drivers.egress.origin import Origin

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("N1")]

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {}}


@pytest.fixture
async def clients() -> AsyncIterator[list[httpx2.AsyncClient]]:
    opened: list[httpx2.AsyncClient] = []
    yield opened
    for each in opened:
        await each.aclose()


async def test_it_goes_to_its_origins_only(clients: list[httpx2.AsyncClient]) -> None:
    client = handed_client(Origin.of("http://127.0.0.1:9/mcp"), headers={})
    clients.append(client)
    for url in ("http://127.0.0.1:10/mcp", "https://127.0.0.1:9/mcp", "https://example.org/"):
        with pytest.raises(InvalidInputError):
            await client.post(url)


async def test_it_opens_no_stream_that_the_server_could_keep(clients: list[httpx2.AsyncClient]) -> None:
    client = handed_client(Origin.of("http://127.0.0.1:9/mcp"), headers={})
    clients.append(client)
    assert (await client.get("http://127.0.0.1:9/mcp")).status_code == 405
    with pytest.raises(UnavailableError, match="cannot be reached"):
        await client.post("http://127.0.0.1:9/mcp")


@pytest.mark.parametrize(
    ("mode", "error", "words"),
    [
        ("redirect", UnavailableError, "redirects are not followed"),
        ("download", TooLargeError, "too large"),
        ("drip", TooLargeError, "too large"),
        ("slow", UnavailableError, "did not answer in time"),
    ],
)
async def test_what_must_not_come_back_is_refused(
    clients: list[httpx2.AsyncClient], mode: str, error: type[Exception], words: str
) -> None:
    with listening("liar", mode) as url:
        client = handed_client(Origin.of(url), headers={"authorization": "Bearer x"}, answer_seconds=2)
        clients.append(client)
        with pytest.raises(error, match=words):
            await client.post(url, json=CALL, follow_redirects=True)


async def test_it_keeps_and_sends_no_cookie(clients: list[httpx2.AsyncClient]) -> None:
    with listening("liar", "cookie") as url:
        client = handed_client(Origin.of(url), headers={})
        clients.append(client)
        assert (await client.post(url, json=CALL)).is_success
        assert not client.cookies
        again = await client.post(url, json=CALL, headers={"cookie": "a=b"})
        assert again.json() == {"cookie": None}
