"""API keys at the door: what counts, what a key can do, and that it never counts as a person (U4, U8)."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

import anyio
import httpx2
import pytest
import websockets
from sqlalchemy import update
from tests.support.api_keys import make, program, with_key
from tests.support.database import all_kept as on_disk
from tests.support.database import past_paios
from tests.support.house import Person, Served, Stage, problem_of, question_of
from tests.support.turns import Calls, SlowText, Text

from paios.domain import api_key
from paios.drivers.sql.tables import api_keys, users

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U4")]


async def change(paios: Served, key_id: str, **values: Any) -> None:
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(**values))


async def change_user(paios: Served, name: str, **values: Any) -> None:
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(update(users).where(users.c.name == name).values(**values))


async def test_key_is_told_once_and_kept_as_its_hash_alone(ada: Person, paios: Served) -> None:
    made = await make(ada, "notes:read")
    (listed,) = [each for each in (await ada.do("GET", "/keys"))["items"] if each["id"] == made.id]
    assert listed["shown"] == made.secret[:12]
    assert made.secret not in str(await ada.do("GET", "/keys"))
    assert made.secret not in str(await ada.do("GET", "/audit?kind=key"))
    with past_paios(paios.settings.home) as database:
        ((kept,),) = database.execute("SELECT secret_hash FROM api_keys WHERE id = ?", (made.id,)).fetchall()
    assert kept == hashlib.sha256(made.secret.encode()).digest()
    assert all(made.secret.encode() not in each for each in on_disk(paios.settings.home).values())


async def test_key_does_what_it_was_given_and_nothing_else(ada: Person, paios: Served) -> None:
    reader = await with_key(paios, ada, "notes:read")
    assert (await reader.do("GET", "/notes"))["total"] > 0
    for path in ("/conversations", "/keys", "/session", "/events", "/settings"):
        assert await reader.refused("GET", path) == (403, "forbidden")
    assert await reader.refused("POST", "/pause") == (403, "forbidden")


async def test_what_a_key_does_needs_no_csrf_token(ada: Person, paios: Served) -> None:
    writer = await with_key(paios, ada, "conversations:write")
    assert (await writer.do("POST", "/conversations"))["id"]


def flipped(secret: str) -> str:
    """One bit of it is another, so the checksum does not fit."""
    return secret[:20] + chr(ord(secret[20]) ^ 1) + secret[21:]


@pytest.mark.requirement("U8")
async def test_every_key_that_does_not_count_gets_the_same_answer(ada: Person, paios: Served) -> None:
    over, revoked, elsewhere = [await make(ada, "notes:read") for _ in range(3)]
    now = paios.house.stores.clock.now()
    await change(paios, over.id, expires_at=now - timedelta(seconds=1))
    await ada.do("DELETE", f"/keys/{revoked.id}")
    await change(paios, elsewhere.id, adapters=["ollama"])
    wrong = {
        "truncated": over.secret[:-1],
        "flipped": flipped(over.secret),
        "made up": api_key.written("0" * 30),
        "over": over.secret,
        "revoked": revoked.secret,
        "for another door": elsewhere.secret,
        "empty": "",
        "no key": "hunter2",
    }
    answers = {name: await (await program(paios, each)).send("GET", "/notes") for name, each in wrong.items()}
    assert {problem_of(each) for each in answers.values()} == {(401, "unauthenticated")}
    assert len({each.content for each in answers.values()}) == 1
    assert len({tuple(sorted(each.headers)) for each in answers.values()}) == 1
    kept = (await ada.do("GET", "/audit?kind=key.refused&limit=200"))["items"]
    assert {over.id, revoked.id} <= {each["data"].get("key_id") for each in kept}
    assert not any(each in str(kept) for each in wrong.values() if len(each) > 10)


async def test_two_credentials_at_once_are_refused(ada: Person, paios: Served) -> None:
    made = await make(ada, "notes:read")
    cookie = f"paios_session={ada.http.cookies['paios_session']}"
    other = await make(ada, "notes:read")
    both: list[list[tuple[str, str]]] = [
        [("X-API-Key", made.secret), ("Cookie", cookie)],
        [("X-API-Key", made.secret), ("Cookie", "paios_session=forged")],
        [("X-API-Key", "forged"), ("Cookie", cookie)],
        [("X-API-Key", ""), ("Cookie", cookie)],
        [("X-API-Key", made.secret), ("X-API-Key", made.secret)],
        [("X-API-Key", made.secret), ("x-api-key", other.secret)],
        [("X-API-Key", made.secret), ("X-Setup-Code", "AAAA-BBBB-CCCC")],
        [("X-Setup-Code", "AAAA-BBBB-CCCC"), ("Cookie", cookie)],
    ]
    for headers in both:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{paios.settings.port}") as client:
            answer = await client.get("/api/v1/notes", headers=headers)
        assert problem_of(answer) == (400, "malformed_request"), headers


async def test_a_key_is_read_from_its_header_alone(ada: Person, paios: Served) -> None:
    secret = (await make(ada, "notes:read")).secret
    stranger = await paios.visitor()
    for headers in (
        {"Authorization": f"Bearer {secret}"},
        {"Authorization": f"Basic {secret}"},
        {"Cookie": f"X-API-Key={secret}; x-api-key={secret}; api_key={secret}"},
        {"Cookie": f"paios_session={secret}"},
        {"Api-Key": secret, "X-Api_Key": secret, "X-Auth-Token": secret, "X-Forwarded-X-API-Key": secret},
        {"X-Setup-Code": secret, "X-CSRF-Token": secret},
    ):
        assert await stranger.refused("GET", "/notes", headers=headers) == (401, "unauthenticated"), headers
    for name in ("api_key", "X-API-Key", "key", "token", "access_token"):
        assert await stranger.refused("GET", f"/notes?{name}={secret}") == (401, "unauthenticated")


@pytest.mark.requirement("U5")
async def test_key_is_never_more_than_its_owner_is_at_that_moment(ada: Person, paios: Served) -> None:
    owner = await paios.add_user("Grace")
    await change_user(paios, "Grace", role="admin")
    key = await with_key(paios, owner, "audit:verify", "audit:read")
    assert (await key.do("GET", "/audit/verification"))["whole"]
    await change_user(paios, "Grace", role="user")
    assert await key.refused("GET", "/audit/verification") == (403, "forbidden")
    assert {each["user_name"] for each in (await key.do("GET", "/audit"))["items"]} == {"Grace"}
    await change_user(paios, "Grace", disabled=True)
    assert await key.refused("GET", "/audit") == (401, "unauthenticated")
    await change_user(paios, "Grace", disabled=False)
    assert await key.refused("GET", "/audit/verification") == (403, "forbidden")


async def test_nobody_gives_a_key_what_they_lack_or_what_no_key_can_have(ada: Person, paios: Served) -> None:
    bob = await paios.add_user("Bob")
    body = {"name": "x", "permissions": ["settings:write"], "days": 1}
    assert await bob.refused("POST", "/keys", body) == (403, "forbidden")
    for permission in ("keys:write", "account:read", "people:write", "rules:write", "notes:eat", "none", "*"):
        refused = await ada.refused("POST", "/keys", body | {"permissions": [permission]})
        assert refused == (422, "contract_mismatch")
    senseless: list[dict[str, Any]] = [{"permissions": []}, {"days": 0}, {"days": 366}, {"name": " "}]
    for each in senseless:
        assert await ada.refused("POST", "/keys", body | each) == (422, "contract_mismatch")


async def test_key_of_another_person_is_not_found(ada: Person, paios: Served) -> None:
    made = await make(ada, "notes:read")
    eve = await paios.add_user("Eve")
    assert await eve.refused("DELETE", f"/keys/{made.id}") == (404, "not_found")
    assert (await eve.do("GET", "/keys"))["total"] == 0
    assert (await (await program(paios, made.secret)).do("GET", "/notes"))["total"] > 0


async def test_last_use_is_kept_to_the_minute(ada: Person, paios: Served) -> None:
    made = await make(ada, "notes:read")

    async def last_used() -> str | None:
        keys = (await ada.do("GET", "/keys"))["items"]
        used: str | None = next(each["last_used_at"] for each in keys if each["id"] == made.id)
        return used

    assert await last_used() is None
    asking = await program(paios, made.secret)
    await asking.do("GET", "/notes")
    first = await last_used()
    assert first is not None
    await asking.do("GET", "/notes")
    assert await last_used() == first
    now = paios.house.stores.clock.now()
    await change(paios, made.id, last_used_at=now - timedelta(minutes=2))
    await asking.do("GET", "/notes")
    assert (await last_used() or "") > first


async def waiting_run(owner: Person, stage: Stage, words: str) -> Any:
    write = {"path": f"{words}.md", "content": "x", "mode": "create"}
    stage.play(words, Calls([("vault_write", write)]), Text("Done."))
    return await owner.until((await owner.say(words))["id"], "waiting")


async def test_run_of_a_key_is_never_asked_about_but_refused(
    ada: Person, paios: Served, stage: Stage
) -> None:
    write = {"path": "Unasked.md", "content": "x", "mode": "create"}
    stage.play("by a program", Calls([("vault_write", write)]), Text("Not done."))
    robot = await with_key(paios, ada, "conversations:write", "runs:write", "runs:read", "approvals:answer")
    run = await robot.until((await robot.say("by a program"))["id"], "done")
    (step,) = run["steps"]
    assert step["state"] == "refused"
    assert "nobody is there" in str(step)
    assert not (paios.vault / "Unasked.md").exists()


@pytest.mark.requirement("P6")
async def test_words_of_a_key_license_nothing(ada: Person, paios: Served, stage: Stage) -> None:
    """In a later run of the person's own too, what a program said is not what they said."""
    await ada.do("PUT", "/caution", {"mode": "vouched", "strict": False})
    try:
        write = {"path": "Plans.md", "content": "buy the boat", "mode": "create"}
        stage.play("boat", Calls([("vault_write", write)]), Text("Done."))
        robot = await with_key(paios, ada, "conversations:write", "runs:write", "runs:read")
        conversation = await robot.begin()
        words = 'Write "buy the boat" into the new note Plans.md'
        run = await robot.until((await robot.say(words, conversation))["id"], "done")
        assert run["steps"][0]["state"] == "refused"
        stage.play("go on", Calls([("vault_write", write)]), Text("Done."))
        own = await ada.until((await ada.say("go on", conversation))["id"], "waiting")
        await ada.answer(own, allow=False)
    finally:
        await ada.do("PUT", "/caution", {"mode": "ask", "strict": False})


async def test_key_changes_notes_only_where_a_rule_allows_it(ada: Person, paios: Served) -> None:
    robot = await with_key(paios, ada, "notes:write", "notes:read")
    body = {"path": "Robot.md", "text": "beep", "expected": None}
    assert await robot.refused("PUT", "/notes/item", body) == (403, "forbidden")
    rule = await ada.do("POST", "/rules", {"verdict": "allow", "tool": "vault_write"})
    await robot.do("PUT", "/notes/item", body)
    assert paios.note("Robot.md") == "beep\n"
    assert await robot.refused("PUT", "/notes/item", body | {"path": "Mine.md", "mine": True}) == (
        403,
        "forbidden",
    )
    await ada.do("POST", "/pause")
    try:
        late = body | {"path": "Late.md"}
        assert await robot.refused("PUT", "/notes/item", late) == (423, "paused")
    finally:
        await ada.do("POST", "/resume")
        await ada.do("DELETE", f"/rules/{rule['id']}")


@pytest.mark.incident(3)
async def test_key_answers_only_with_the_permission_and_only_once_and_as_asked(
    ada: Person, paios: Served, stage: Stage
) -> None:
    run = await waiting_run(ada, stage, "answer me")
    question = question_of(run)
    path = f"/approvals/{question['id']}/answer"
    yes = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    reader = await with_key(paios, ada, "approvals:read", "runs:read", "runs:write")
    assert await reader.refused("POST", path, yes) == (403, "forbidden")
    button = await with_key(paios, ada, "approvals:answer")
    assert await button.refused("POST", path, yes | {"remember": "always"}) == (403, "forbidden")
    changed = yes | {"arguments": {"path": "Other.md", "content": "x", "mode": "create"}}
    assert await button.refused("POST", path, changed) == (403, "forbidden")
    answered = await button.do("POST", path, yes)
    assert answered["state"] == "approved"
    assert answered["answered_by"] == "API key Kitchen display"
    await ada.until(run["id"], "done")
    assert paios.note("answer me.md") == "x\n"


async def test_key_does_not_allow_a_whole_task(ada: Person, paios: Served, stage: Stage) -> None:
    action = {"tool": "vault_write", "constraints": {}, "why": "to write"}
    stage.play("whole task", Calls([("request_permissions", {"actions": [action]})]), Text("Done."))
    run = await ada.until((await ada.say("whole task"))["id"], "waiting")
    question = question_of(run)
    button = await with_key(paios, ada, "approvals:answer")
    yes = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    assert await button.refused("POST", f"/approvals/{question['id']}/answer", yes) == (403, "forbidden")
    await ada.answer(run, allow=False)


async def cut(following: Callable[[], Coroutine[Any, Any, None]], act: Callable[[], Awaitable[Any]]) -> None:
    """Follow something live, act, and see it end at once."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(following())
        await asyncio.sleep(0.3)
        assert not task.done()
        await act()
        with anyio.fail_after(3):
            await task


async def test_revoked_key_loses_its_live_streams_and_its_runs_at_once(
    ada: Person, paios: Served, stage: Stage
) -> None:
    run = await waiting_run(ada, stage, "stay open")
    made, spared = await make(ada, "runs:read"), await make(ada, "runs:read")

    async def by_events() -> None:
        robot = await program(paios, made.secret)
        with pytest.raises(httpx2.RemoteProtocolError):
            async for _ in robot.events(run["id"]):
                pass

    await cut(by_events, lambda: ada.do("DELETE", f"/keys/{made.id}"))

    again = await make(ada, "runs:read")
    url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run['id']}/socket"

    async def by_socket() -> None:
        headers = {"X-API-Key": again.secret}
        async with websockets.connect(url, additional_headers=headers, proxy=None) as socket:
            with pytest.raises(websockets.ConnectionClosedError) as closed:
                async for _ in socket:
                    pass
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008

    await cut(by_socket, lambda: ada.do("DELETE", f"/keys/{again.id}"))
    assert (await (await program(paios, spared.secret)).do("GET", f"/runs/{run['id']}"))["state"] == "waiting"
    await ada.do("POST", f"/runs/{run['id']}/stop")


async def test_revoking_a_key_stops_the_runs_that_it_began(ada: Person, paios: Served, stage: Stage) -> None:
    stage.play("for ever", SlowText("It goes on. " * 200, delay=0.1))
    made = await make(ada, "conversations:write", "runs:write", "runs:read")
    robot = await program(paios, made.secret)
    running, own = await robot.say("for ever"), await ada.say("for ever")
    await ada.until(running["id"], "running")
    await ada.do("DELETE", f"/keys/{made.id}")
    assert (await ada.do("GET", f"/runs/{running['id']}"))["state"] == "stopped"
    assert (await ada.do("GET", f"/runs/{own['id']}"))["state"] == "running"
    await ada.do("POST", f"/runs/{own['id']}/stop")


async def test_run_of_a_key_that_is_over_is_not_taken_up(ada: Person, paios: Served, stage: Stage) -> None:
    stage.play("over and out", Text("Done."))
    made = await make(ada, "conversations:write", "runs:write", "runs:read")
    robot = await program(paios, made.secret)
    conversation = await robot.begin()
    await ada.do("PATCH", "/settings", {"concurrent_runs": 1})
    stage.play("hold the slot", SlowText("It goes on. " * 200, delay=0.1))
    holding = await ada.until((await ada.say("hold the slot"))["id"], "running")
    run = await robot.say("over and out", conversation)
    await change(paios, made.id, expires_at=paios.house.stores.clock.now())
    await ada.do("POST", f"/runs/{holding['id']}/stop")
    ended = await ada.until(run["id"], "failed")
    assert ended["error"]["message"] == "The API key that asked for this was revoked, or is over."
    await ada.do("PATCH", "/settings", {"concurrent_runs": 3})
