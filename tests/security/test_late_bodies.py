"""A request whose body is held back counts by what its sender may do when it ends (U2, U4, U5, U6)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import anyio
import orjson
import pytest
from tests.support.house import Person, Served
from tests.support.people import Somebody, somebody

from paios.domain.permission import Permission

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U2", "U5")]


async def held_back(
    paios: Served, headers: dict[str, str], method: str, path: str, body: Any
) -> Callable[[], Awaitable[tuple[int, Any]]]:
    """Send all of a request but its last byte; what is returned sends that, and returns the answer."""
    port, content = paios.settings.port, orjson.dumps(body)
    sent = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
    }
    lines = [
        f"{method} /api/v1{path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in (sent | headers).items()),
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode() + content[:-1])
    await writer.drain()
    await asyncio.sleep(0.2)

    async def rest() -> tuple[int, Any]:
        writer.write(content[-1:])
        await writer.drain()
        with anyio.fail_after(10):
            head, _, answer = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        return int(head.split()[1]), orjson.loads(answer) if answer else None

    return rest


async def test_demoted_administrator_does_not_make_themselves_one_again(paios: Served, ada: Person) -> None:
    eve = await somebody(paios, "Eve", "admin")
    session = await eve.headers()
    late = [
        await held_back(paios, session, method, path, body)
        for method, path, body in (
            ("PATCH", f"/people/{eve.id}", {"role": "admin"}),
            ("POST", "/invites", {"role": "admin"}),
            ("PUT", "/credentials/mail", {"secret": "open sesame 2026"}),
            ("POST", "/keys", {"name": "k", "permissions": ["notes:read"], "days": 365}),
        )
    ]
    await ada.do("PATCH", f"/people/{eve.id}", {"role": "user"})
    assert [(await rest())[0] for rest in late] == [401] * 4
    (now,) = [each for each in (await ada.do("GET", "/people"))["items"] if each["id"] == eve.id]
    assert now["role"] == "user"


async def ended_session(ada: Person, who: Somebody) -> None:
    await (await who.at_the_api()).do("DELETE", "/account/sessions")


async def disabled(ada: Person, who: Somebody) -> None:
    await ada.do("PATCH", f"/people/{who.id}", {"disabled": True})


async def removed(ada: Person, who: Somebody) -> None:
    await ada.do("DELETE", f"/people/{who.id}")


@pytest.mark.incident(18)
@pytest.mark.parametrize("end", [ended_session, disabled, removed])
async def test_who_was_thrown_out_changes_nothing_more(
    paios: Served, ada: Person, end: Callable[[Person, Somebody], Awaitable[None]]
) -> None:
    who = await somebody(paios, f"Bo {end.__name__.replace('_', ' ')}")
    note = {"path": "Late.md", "text": "x", "expected": None}
    late = [
        await held_back(paios, await who.headers(), "PUT", "/notes/item", note),
        await held_back(paios, await who.key([Permission.NOTES_WRITE]), "PUT", "/notes/item", note),
        await held_back(paios, await who.headers(), "PUT", "/caution", {"mode": "vouched", "strict": False}),
    ]
    await end(ada, who)
    statuses = [(await rest())[0] for rest in late]
    assert statuses[::2] == [401, 401]
    assert statuses[1] == 401 or end is ended_session  # a key is no session


@pytest.mark.requirement("U6")
async def test_proof_is_fresh_when_the_request_is_whole(
    paios: Served, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = await somebody(paios, "Fay")
    session = await eve.headers()
    late = await held_back(paios, session, "PUT", "/account/app", {"ticket": "A" * 43, "code": "000000"})
    now = paios.house.stores.clock.now
    monkeypatch.setattr(type(paios.house.stores.clock), "now", lambda _: now() + timedelta(hours=1))
    status, problem = await late()
    assert (status, problem["code"]) == (403, "step_up_needed")
