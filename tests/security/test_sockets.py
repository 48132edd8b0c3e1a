"""The WebSocket asks who is there, and from where, before it is opened (N5)."""

from collections.abc import Mapping

import pytest
import websockets
from tests.support.house import Person, Served, Stage
from tests.support.scripted_model import Text

from paios.domain.ids import new_id

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("N5", "A9")]


async def refusal(paios: Served, run_id: str, headers: Mapping[str, str]) -> int:
    """The status with which the handshake is refused."""
    url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run_id}/socket"
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with websockets.connect(url, additional_headers=headers, proxy=None):
            pass
    return refused.value.response.status_code


async def test_socket_is_refused_to_strangers_and_other_sites(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play("socket", Text("Yes."))
    run = await ada.until((await ada.say("socket"))["id"], "done")
    cookie = {"Cookie": f"paios_session={ada.http.cookies['paios_session']}"}
    own = f"http://127.0.0.1:{paios.settings.port}"
    assert await refusal(paios, run["id"], {}) == 401
    assert await refusal(paios, run["id"], {"Cookie": "paios_session=forged.forged"}) == 401
    assert await refusal(paios, run["id"], {**cookie, "Origin": "http://evil.example"}) == 403
    assert await refusal(paios, run["id"], {**cookie, "Origin": own, "Sec-Fetch-Site": "cross-site"}) == 403
    assert await refusal(paios, new_id(), cookie) == 404
    assert await refusal(paios, "not-an-id", cookie) == 422
    url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run['id']}/socket"
    headers = {**cookie, "Origin": own}
    async with websockets.connect(url, additional_headers=headers, proxy=None) as opened:
        assert await opened.recv()


async def test_socket_of_another_persons_run_is_not_found(ada: Person, paios: Served, stage: Stage) -> None:
    stage.play("private", Text("Yes."))
    run = await ada.until((await ada.say("private"))["id"], "done")
    eve = await paios.add_user("Eve")
    cookie = {"Cookie": f"paios_session={eve.http.cookies['paios_session']}"}
    assert await refusal(paios, run["id"], cookie) == 404
