"""The credential store in a whole paios: what opens, moves in, is seen and is told (K1-K6)."""

import io
import json
import logging
import pickle
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import anyio
import pytest
import structlog
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from tests.support.credentials import MAIL, MASTER, MODEL, OTHER, store_in
from tests.support.database import all_kept
from tests.support.house import Person, Served, Stage, make_vault, served, settings_in
from tests.support.proofs import Mint, TurnedClock
from tests.support.scripted_model import ScriptedModel
from tests.support.turns import Calls, Text

from paios.compose.house import opened_house
from paios.domain.authorized import Authorized
from paios.domain.credential import Secret
from paios.domain.errors import ForbiddenError, InvalidInputError, LockedError, NotFoundError, ProofError
from paios.domain.tool import Effect, Outcome, Preview, ToolCall, ToolResult, ToolSpec
from paios.drivers.clock import SystemClock
from paios.drivers.credentials import cipher
from paios.drivers.credentials.database_key import StoredDatabaseKey
from paios.drivers.credentials.document import DATABASE_KEY
from paios.drivers.credentials.door import CredentialDoor
from paios.drivers.sql.files import Form, form
from paios.drivers.tools.host import LocalToolHost
from paios.guard.ledger import Ledger
from paios.logs import hiding
from paios.services.credentials import OwnConnections, SecretWatch, move_in
from paios.services.defences import without_secrets

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def locked(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[Served]:
    """A paios whose credentials are locked with a master password."""
    folder = tmp_path_factory.mktemp("credentials")
    async with served(
        settings_in(folder, PAIOS_MASTER_PASSWORD=MASTER), make_vault(folder / "Notes")
    ) as running:
        yield running


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def scripted(stage: Stage) -> Iterator[ScriptedModel]:
    with ScriptedModel(stage) as model:
        yield model


@pytest.fixture(scope="module")
async def ada(locked: Served, scripted: ScriptedModel) -> Person:
    return await locked.set_up(scripted, key=MODEL)


async def records(person: Person, kind: str) -> list[Any]:
    found: list[Any] = (await person.do("GET", f"/audit?kind={kind}"))["items"]
    return found


class Postbox:
    """A tool that signs in with its credential while its call runs."""

    spec = ToolSpec("post", "Posts.", Effect.READ, {"type": "object"}, {})

    def __init__(self, door: CredentialDoor) -> None:
        self._door = door
        self.kept: list[Secret] = []
        self.sent: list[str] = []

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        return Preview("Post?", "Posting once.")

    async def run(self, proof: Authorized) -> ToolResult:
        with self._door.opened(proof) as secret:
            self.sent.append(secret.reveal())
            self.kept.append(secret)
        return ToolResult(proof.call.id, Outcome.OK, f"Signed in with {self.sent[-1]}", "Posted", proof.label)


@pytest.mark.requirement("K4")
async def test_a_credential_opens_only_while_the_call_of_its_proof_runs(tmp_path: Path) -> None:
    store, mint = store_in(tmp_path / "credentials"), Mint(TurnedClock())
    store.put("mail", Secret(MAIL))
    door = CredentialDoor(store, mint.ledger, "mail")
    tool = Postbox(door)
    host = LocalToolHost([tool], mint.ledger.redeem)
    proof = mint.proof("post", {})
    for closed in (proof, replace(proof)):
        with pytest.raises(ProofError), door.opened(closed):
            pass
    with pytest.raises(ProofError):
        await host.run(replace(proof))
    result = await host.run(proof)
    assert tool.sent == [MAIL]
    assert tool.kept[0].reveal() == ""
    with pytest.raises(ProofError), door.opened(proof):
        pass
    with pytest.raises(ProofError):
        await host.run(proof)
    assert MAIL in result.text
    assert MAIL not in repr(without_secrets(result, SecretWatch(store)))


@pytest.mark.requirement("K4")
async def test_neither_door_opens_what_is_behind_the_other(tmp_path: Path) -> None:
    store = store_in(tmp_path / "credentials")
    own = OwnConnections(store)
    with pytest.raises(ForbiddenError):
        own.get("mail")
    for value in ("x", None):
        with pytest.raises(ForbiddenError):
            own.put("mail", value)
    for name in ("model.key", "tool-server-1", "pushover.token"):
        with pytest.raises(ValueError, match="own connections"):
            CredentialDoor(store, Ledger(SystemClock()), name)


@pytest.mark.requirement("K5")
async def test_no_object_of_the_store_shows_or_pickles_a_secret(tmp_path: Path) -> None:
    store = store_in(tmp_path / "credentials")
    store.put("mail", Secret(MAIL))
    watch, own = SecretWatch(store), OwnConnections(store)
    assert watch.masked(MAIL) == "[credential mail]"
    door = CredentialDoor(store, Ledger(SystemClock()), "mail")
    for each in (store, watch, own, door, store.names(), store.open_all(), settings_in(tmp_path)):
        for shown in (repr(each), str(each), repr(vars(each) if hasattr(each, "__dict__") else each)):
            assert MAIL not in shown
            assert MASTER not in shown
    settings = replace(settings_in(tmp_path), master_password=Secret(MASTER))
    assert MASTER not in repr(settings)
    for kept in (store, watch, own, door, store.open("mail"), settings):
        with pytest.raises(TypeError):
            pickle.dumps(kept)
    with pytest.raises(TypeError):
        asdict(settings)


@pytest.mark.requirement("B3", "K4")
async def test_secrets_in_plain_files_are_moved_in_at_the_start(tmp_path: Path) -> None:
    settings, keys = settings_in(tmp_path), tmp_path / "home" / "keys"
    async with opened_house(settings) as house:
        house.stores.secrets.put("model.key", MODEL)
        house.stores.secrets.put("pushover.user", "u1")
    assert (keys / "model.key").exists()
    async with opened_house(settings) as house:
        assert [each.name for each in house.stores.credentials.names()] == ["model.key", "pushover.user"]
        assert house.stores.credentials.open("model.key").reveal() == MODEL
        assert not (keys / "model.key").exists()
        assert not (keys / "pushover.user").exists()
        own = OwnConnections(house.stores.credentials)
        house.stores.secrets.put("model.key", "another that nobody asked for")
        move_in(house.stores.secrets, own, ["model.key"])
        assert own.get("model.key") == MODEL
        assert house.stores.secrets.get("model.key") == "another that nobody asked for"
    for file, content in all_kept(tmp_path / "home").items():
        assert MODEL.encode() not in content, file


@pytest.mark.requirement("K2")
async def test_a_server_does_not_start_with_a_wrong_master_password_or_without_one(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    store_in(settings.home / "credentials").put("mail", Secret(MAIL))
    before = (settings.home / "credentials" / "store.json").read_bytes()
    for given in (None, Secret(OTHER)):
        with pytest.raises(LockedError):
            async with opened_house(replace(settings, master_password=given)):
                pass
    assert (settings.home / "credentials" / "store.json").read_bytes() == before


@pytest.mark.requirement("K4")
async def test_a_call_that_would_give_away_a_secret_is_denied_recorded_without_it_and_alarmed(
    locked: Served, ada: Person, stage: Stage
) -> None:
    locked.house.stores.credentials.put("mail", Secret(MAIL))
    arguments = {"path": "Leak.md", "mode": "create", "content": f"It is {MAIL[:12]} {MAIL[12:]}"}
    stage.play("leak it", Calls([("vault_write", arguments)]), Text("No."))
    run = await ada.until((await ada.say("leak it"))["id"], "done")
    [step] = run["steps"]
    assert step["state"] == "refused"
    assert step["reasons"][0]["code"] == "credential_seen"
    assert "credential mail" in step["reasons"][0]["text"]
    assert MAIL[12:] not in json.dumps(run)
    assert "credential mail" in step["arguments"]["withheld"]
    [alarm] = await records(ada, "alert.credential")
    assert alarm["data"]["run_id"] == run["id"]
    for record in (await records(ada, "call.denied"), alarm):
        assert MAIL not in json.dumps(record)
        assert MAIL[12:] not in json.dumps(record)
    assert not (locked.vault / "Leak.md").exists()


@pytest.mark.requirement("K4")
async def test_a_secret_that_stands_in_a_note_or_a_message_is_not_told_to_the_model(
    locked: Served, ada: Person, stage: Stage, scripted: ScriptedModel
) -> None:
    locked.house.stores.credentials.put("mail", Secret(MAIL))
    (locked.vault / "Accounts.md").write_text(f"# Accounts\n\nThe password is {MAIL}, keep it.\n")
    stage.play("my accounts", Calls([("vault_read", {"path": "Accounts.md"})]), Text("Read."))
    run = await ada.until((await ada.say("my accounts"))["id"], "done")
    [step] = run["steps"]
    assert step["state"] == "ok", step
    assert "masked" in {note["kind"] for note in step["notes"]}
    shown = await ada.do("GET", f"/runs/{run['id']}/steps/{step['id']}")
    assert MAIL not in json.dumps(shown)
    assert "[credential mail]" in shown["text"]
    stage.play("it yourself", Text("I see none."))
    await ada.until((await ada.say(f"Look at it yourself: {MAIL}"))["id"], "done")
    assert "it yourself: [credential mail]" in repr(scripted.requests[-1].messages)
    assert MAIL not in repr([request.messages for request in scripted.requests[-3:]])


@pytest.mark.requirement("K5", "K6")
async def test_an_administrator_stores_rotates_and_removes_and_never_sees_a_secret_again(
    locked: Served, ada: Person
) -> None:
    answers = []
    for secret in (MAIL, OTHER):
        answers.append(await ada.send("PUT", "/credentials/post.office", {"secret": secret}))
        assert locked.house.stores.credentials.open("post.office").reveal() == secret
    answers.append(await ada.send("GET", "/credentials"))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not any(secret in answer.text for answer in answers for secret in (MAIL, OTHER, MODEL))
    assert answers[1].json()["rotated_at"] is not None
    assert answers[2].json()["lock"] == {"source": "password", "beside_data": False}
    listed = {each["name"]: each["kind"] for each in answers[2].json()["items"]}
    assert (listed["post.office"], listed["model.key"]) == ("secret", "model")
    assert await ada.refused("PUT", "/credentials/tool-server-1", {"secret": "x"}) == (422, "invalid_input")
    assert await ada.refused("PUT", "/credentials/x", {"secret": ""}) == (422, "contract_mismatch")
    assert (await ada.refused("PUT", "/credentials/a%20b", {"secret": "x"}))[0] in (400, 404, 422)
    await ada.do("DELETE", "/credentials/post.office")
    assert await ada.refused("DELETE", "/credentials/post.office") == (404, "not_found")
    kinds = [(await records(ada, f"credential.{kind}"))[0]["data"] for kind in ("set", "rotated", "removed")]
    assert kinds == [{"name": "post.office"}] * 3


@pytest.mark.requirement("U5", "K5")
async def test_nobody_but_an_administrator_gets_near(locked: Served, ada: Person) -> None:
    eve = await locked.add_user("Eve")
    for method, path, body in (
        ("GET", "/credentials", None),
        ("PUT", "/credentials/mail", {"secret": "x"}),
        ("DELETE", "/credentials/mail", None),
    ):
        assert await eve.refused(method, path, body) == (403, "forbidden")


@pytest.mark.requirement("K6")
async def test_a_key_that_another_process_rotates_is_used_by_the_running_server(
    locked: Served, ada: Person, stage: Stage, scripted: ScriptedModel
) -> None:
    elsewhere = store_in(locked.settings.home / "credentials")
    elsewhere.put("model.key", Secret("sk-rotated-elsewhere-0001"))
    stage.play("which key", Text("This one."))

    async def used() -> str:
        await ada.until((await ada.say("which key"))["id"], "done")
        return scripted.requests[-1].headers["authorization"]

    with anyio.fail_after(30):
        while await used() != "Bearer sk-rotated-elsewhere-0001":  # noqa: ASYNC110 - no event tells
            await anyio.sleep(0.2)


@pytest.mark.requirement("K5", "O3")
async def test_no_stored_secret_gets_into_a_log_whoever_writes_there(tmp_path: Path) -> None:
    store = store_in(tmp_path / "credentials")
    store.put("mail", Secret(MAIL))
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    logging.getLogger().addHandler(handler)
    before = structlog.get_config()
    try:
        structlog.configure(
            processors=[structlog.processors.format_exc_info, structlog.processors.LogfmtRenderer()],
            logger_factory=structlog.PrintLoggerFactory(said),
            cache_logger_on_first_use=True,
        )
        log = structlog.get_logger("early")
        log.info("before")
        with hiding(SecretWatch(store).masked):
            log.info("it is", text=MAIL, nested={"a": [MAIL]}, error=ValueError(MAIL), number=1)
            try:
                raise ValueError(f"with {MAIL}")
            except ValueError:
                log.exception("failed")
                logging.getLogger("library").exception("failed for %s", MAIL)
        with hiding(_broken):
            log.info("it is", text=MAIL)
            logging.getLogger("library").warning(MAIL)
    finally:
        structlog.configure(**before)
        logging.getLogger().removeHandler(handler)
    assert MAIL not in said.getvalue()
    assert said.getvalue().count("[credential mail]") >= 5
    assert "withheld" in said.getvalue()


def _broken(text: str) -> str:
    raise OSError("the store cannot be read")


@pytest.mark.requirement("K4", "K5")
async def test_the_key_of_the_database_is_behind_no_door_and_looked_for_like_a_secret(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    async with opened_house(settings) as house:
        store = house.stores.credentials
        key = StoredDatabaseKey(store).open().reveal()
        assert store.names() == ()
        watch = SecretWatch(store)
        assert key not in watch.masked(f"it is {key}")
        assert watch.seen({"text": f"it is {key}"}) is not None
        with pytest.raises(ForbiddenError):
            OwnConnections(store).get(DATABASE_KEY)
        with pytest.raises(InvalidInputError):
            CredentialDoor(store, Ledger(TurnedClock()), DATABASE_KEY)
        with pytest.raises(InvalidInputError):
            store.put(DATABASE_KEY, Secret("another"))
        with pytest.raises(NotFoundError):
            store.remove(DATABASE_KEY)
        assert StoredDatabaseKey(store).open().reveal() == key


async def test_the_master_key_is_derived_once_at_a_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, derived = settings_in(tmp_path), []

    def counted(*details: Any) -> PBKDF2HMAC:
        derived.append(details)
        return PBKDF2HMAC(*details)

    async with opened_house(settings):
        pass
    monkeypatch.setattr(cipher, "PBKDF2HMAC", counted)
    async with opened_house(settings) as house:
        assert form(settings.home / "paios.db") is Form.ENCRYPTED
        house.stores.credentials.put("mail", Secret(MAIL))
    assert len(derived) == 1
