"""The access matrix: every operation of the contract, asked for by everybody, in process (U4, U5).

What must come of it follows from the document (``x-permission``, the ids in
the path) and from the table of permissions; nothing is listed here by hand but
what belongs to nobody. A new operation is in it by itself; one that takes a body and
has no sample in ``tests.support.contract`` fails.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from tests.support.asgi import Answer, ask
from tests.support.contract import OPERATIONS, Operation
from tests.support.house import Person, Served, Stage, question_of
from tests.support.people import Somebody, somebody
from tests.support.turns import Calls, Text

from paios.domain.factor import FRESH_FOR, Passkey
from paios.domain.ids import new_id
from paios.domain.page import Slice
from paios.domain.permission import TABLE, Permission

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U4", "U5")]

PUBLIC: Final = {
    "get_health",
    "sign_in",
    "begin_sign_in_by_passkey",
    "finish_sign_in",
    "join",
    "get_setup_options",
    "complete_setup",
}
SHARED: Final = {"invite_id", "server_id", "tool", "user_id", "credential"}
"""Ids of what is no one person's: what admins alone touch."""

IN_THE_VAULT: Final = {"get_note", "trash_note", "move_note"}
"""What names a note that has to be there. Another's note is not there, whatever its path (T5)."""

GUARDED: Final = [each for each in OPERATIONS if each.definition["x-permission"] != "none"]
PROVED: Final = [each for each in GUARDED if each.definition.get("x-step-up")]
ALL: Final = frozenset(Permission)

Refused = tuple[int, str]
NOBODY: Final[Refused] = (401, "unauthenticated")
FORBIDDEN: Final[Refused] = (403, "forbidden")
NOT_THEIRS: Final[Refused] = (404, "not_found")
UNREAD: Final = {"contract_mismatch", "malformed_request", "unsupported_media_type", "internal"}
"""A request that ends so did not reach what it asked for: the sample is wrong, or the handler broke."""


def permission_of(operation: Operation) -> Permission:
    return Permission(operation.definition["x-permission"])


def owned(operation: Operation) -> bool:
    return bool(set(operation.places) - SHARED) or operation.id in IN_THE_VAULT


class Everybody:
    """Who asks, by what they are called in the matrix."""

    def __init__(
        self, paios: Served, owner: Somebody, other: Somebody, admin: Somebody, gone: Somebody
    ) -> None:
        self.paios = paios
        self.owner = owner
        self.admin = admin
        self._keys: dict[tuple[str, Permission], dict[str, str]] = {}
        self.rows: Mapping[str, Callable[[Permission], Awaitable[dict[str, str]]]] = {
            "anonymous": self._anonymous,
            "disabled": lambda _: gone.headers(),
            "disabled one's key": lambda p: self._key(gone, p, "disabled", {p}),
            "revoked key": lambda p: self._key(owner, p, "revoked", {p}, revoked=True),
            "expired key": lambda p: self._key(owner, p, "expired", {p}, over=True),
            "key without the scope": lambda p: self._key(owner, p, "lacking", ALL - {p}),
            "foreign key": lambda p: self._key(other, p, "foreign", {p}),
            "other user": lambda _: other.headers(),
            "admin": lambda _: admin.headers(),
            "admin's key": lambda p: self._key(admin, p, "admin's", {p}),
            "scoped key": lambda p: self._key(owner, p, "scoped", {p}),
            "owner": lambda _: owner.headers(),
        }

    async def _anonymous(self, _permission: Permission) -> dict[str, str]:
        return {}

    async def _key(
        self, whose: Somebody, permission: Permission, name: str, held: Any, **more: bool
    ) -> dict[str, str]:
        if (name, permission) not in self._keys:
            self._keys[name, permission] = await whose.key(held, **more)
        return self._keys[name, permission]


def expected(who: str, operation: Operation) -> Refused | None:
    """How the request must be refused; None where it must reach what it asks for."""
    terms = TABLE[permission_of(operation)]
    if who in {"anonymous", "disabled", "disabled one's key", "revoked key", "expired key"}:
        return NOBODY
    if who == "key without the scope" or ("key" in who and not terms.for_keys):
        return FORBIDDEN
    if terms.admins_only and not who.startswith("admin"):
        return FORBIDDEN
    if owned(operation) and who not in {"owner", "scoped key"}:
        return NOT_THEIRS
    return None


def by_the_guard(who: str, operation: Operation) -> bool:
    """Whether the guard may refuse what the permission lets in: a key's changes to notes need a rule too."""
    return "key" in who and permission_of(operation) is Permission.NOTES_WRITE


@pytest.fixture(scope="module")
async def everybody(paios: Served, ada: Person, anyio_backend: str) -> Everybody:
    return Everybody(
        paios,
        await somebody(paios, "Olga"),
        await somebody(paios, "Eve"),
        await somebody(paios, "Root", "admin"),
        await somebody(paios, "Gone", "admin", disabled=True),
    )


@pytest.fixture
async def olga(everybody: Everybody) -> Person:
    """The owner, in a session of this test's own: others may end by it."""
    await everybody.owner.headers()
    return await everybody.owner.at_the_api()


@pytest.fixture(scope="module")
async def lasting(everybody: Everybody, stage: Stage, anyio_backend: str) -> dict[str, str]:
    """What the owner has that no operation of the matrix ends."""
    olga = await everybody.owner.at_the_api()
    stage.play("look", Calls([("vault_list", {})]), Text("Done."))
    write = {"path": "Ours.md", "content": "x", "mode": "create"}
    stage.play("write", Calls([("vault_write", write)]), Text("Done."))
    done = await olga.until((await olga.say("look"))["id"], "done")
    waiting = await olga.until((await olga.say("write"))["id"], "waiting")
    return {
        "run_id": done["id"],
        "step_id": done["steps"][0]["id"],
        "approval_id": question_of(waiting)["id"],
        "user_id": everybody.owner.id,
        "tool": "do",
    }


async def things_of(
    everybody: Everybody, olga: Person, lasting: dict[str, str], operation: Operation
) -> dict[str, str]:
    """One of everything that the path names and the owner has; what can end is new."""
    makers: dict[str, Callable[[], Awaitable[str]]] = {
        "conversation_id": olga.begin,
        "rule_id": lambda: made(olga, "/rules", {"verdict": "deny", "tool": "vault_move"}),
        "entry_id": lambda: made(olga, "/whitelists", {"kind": "folder", "value": new_id()}),
        "key_id": lambda: new_key(everybody.owner),
        "trash_id": lambda: trashed(olga, operation.id),
        "session_id": lambda: another_session(olga),
        "passkey_id": lambda: a_passkey(everybody.owner),
    }
    if operation.id in IN_THE_VAULT:
        lay_out_notes(everybody)
    if operation.id == "remove_person":
        makers |= {"user_id": lambda: a_leaver(everybody.paios)}
    return lasting | {name: await make() for name, make in makers.items() if name in operation.places}


def lay_out_notes(everybody: Everybody) -> None:
    """What the samples name, in the owner's own folder, and in no one else's that saved such a note too."""
    people = everybody.paios.settings.home / "people"
    for left in (*people.glob("*/notes/Contract.md"), *people.glob("*/notes/Other.md")):
        left.unlink()
    folder = people / everybody.owner.id / "notes"
    (folder / "House").mkdir(exist_ok=True)
    for path in ("House/Boiler.md", "Contract.md"):
        (folder / path).write_text("Olga's.\n")


async def made(olga: Person, path: str, body: Any) -> str:
    return str((await olga.do("POST", path, body))["id"])


async def new_key(owner: Somebody) -> str:
    """Past the limit on keys, which the matrix itself uses up."""
    await owner.key({Permission.NOTES_READ})
    return (await owner.paios.house.stores.api_keys.page(owner.id, Slice(1))).items[0].id


async def another_session(olga: Person) -> str:
    sessions = (await olga.do("GET", "/account/sessions"))["items"]
    return str(next(each["id"] for each in sessions if not each["here"]))


async def a_passkey(owner: Somebody) -> str:
    stores = owner.paios.house.stores
    made = Passkey(new_id(), owner.id, "Phone", new_id().encode(), b"key", 0, stores.clock.now())
    async with stores.database.begin() as tx:
        await stores.factors.add_passkey(made, tx)
    return made.id


async def a_leaver(paios: Served) -> str:
    return (await somebody(paios, "Leaver")).id


async def trashed(olga: Person, name: str) -> str:
    path = f"Trash {name}.md"
    await olga.do("PUT", "/notes/item", {"path": path, "text": "x", "expected": None})
    return str((await olga.do("DELETE", f"/notes/item?path={path}"))["id"])


async def knock(
    everybody: Everybody, shown: dict[str, str], operation: Operation, things: dict[str, str]
) -> Answer:
    headers = {"Host": f"127.0.0.1:{everybody.paios.settings.port}"} | shown
    return await ask(
        everybody.paios.house.app,
        operation.method,
        "/api/v1" + operation.at(**things),
        headers,
        operation.body,
        # Each operation from an address of its own: wrong keys are limited by address.
        address=f"test-{operation.id}",
        socket=operation.socket,
    )


@pytest.mark.incident(13, 15, 16, 17, 21, 25)
@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
async def test_everybody_gets_what_the_document_says_and_nothing_else(
    everybody: Everybody, olga: Person, ada: Person, lasting: dict[str, str], operation: Operation
) -> None:
    things = await things_of(everybody, olga, lasting, operation)
    secret = {things[name] for name in operation.places if name not in SHARED} | {lasting["run_id"]}
    for who in everybody.rows:
        wanted = expected(who, operation)
        if wanted is None and owned(operation):
            things = await things_of(everybody, olga, lasting, operation)
        shown = await everybody.rows[who](permission_of(operation))
        answer = await knock(everybody, shown, operation, things)
        if wanted is not None:
            assert (answer.status, answer.code) == wanted, who
        else:
            assert answer.status != 401, (who, answer)
            assert answer.status != 403 or by_the_guard(who, operation), (who, answer)
            assert answer.code not in UNREAD, (who, answer.body)
            assert not owned(operation) or answer.status != 404, (who, answer.body)
        if who in {"other user", "foreign key"}:
            assert not any(each.encode() in answer.body for each in secret), who
    if operation.id == "pause":
        await ada.do("POST", "/resume")


@pytest.mark.requirement("U6")
@pytest.mark.parametrize("operation", PROVED, ids=lambda operation: operation.id)
async def test_what_wants_a_fresh_proof_is_refused_without_one(
    everybody: Everybody, olga: Person, lasting: dict[str, str], operation: Operation
) -> None:
    things = await things_of(everybody, olga, lasting, operation)
    who = everybody.admin if TABLE[permission_of(operation)].admins_only else everybody.owner
    for age in (FRESH_FOR + timedelta(seconds=5), -timedelta(hours=1)):  # too old; or the clock was put back
        answer = await knock(everybody, await who.headers(proved=age), operation, things)
        assert (answer.status, answer.code) == (403, "step_up_needed")


@pytest.mark.requirement("U6")
def test_what_decides_how_somebody_comes_in_wants_a_fresh_proof() -> None:
    """Else who has a session, and no more, goes round the proofs by a person, a key or a password."""
    wanted = {
        "create_invite",
        "change_person",
        "remove_person",
        "reset_factors",
        "create_key",
        "change_password",
    }
    assert wanted <= {each.id for each in PROVED}


def test_what_asks_nobody_who_they_are_is_known_by_name() -> None:
    assert {each.id for each in OPERATIONS} - {each.id for each in GUARDED} == PUBLIC


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_operation_that_takes_a_body_has_a_sample_of_it(operation: Operation) -> None:
    required = operation.definition.get("requestBody", {}).get("required", False)
    assert operation.body is not None or not required


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_person_and_key_come_in_by_the_same_operations(operation: Operation) -> None:
    """A session always with its CSRF value where something changes, a key never with one."""
    person, key = operation.definition["security"]
    csrf: dict[str, list[str]] = {} if operation.method == "GET" else {"csrf": []}
    assert (person, key) == ({"session": []} | csrf, {"apiKey": []})
