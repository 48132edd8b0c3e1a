"""Everybody's notes are their own: nothing of them crosses to anybody else, admins included (U5, T5)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.house import Person, Served, Stage, question_of
from tests.support.people import Somebody, somebody
from tests.support.turns import Calls, Text

from paios.drivers.sql.tables import notes

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U5", "T5")]

SECRET = "The wombat's name is Hildegard."


def folder_of(paios: Served, somebody_: Somebody) -> Path:
    return paios.settings.home / "people" / somebody_.id / "notes"


async def writes(person: Person, path: str, text: str) -> Any:
    return await person.do("PUT", "/notes/item", {"path": path, "text": text, "expected": None})


async def paths_of(person: Person) -> set[str]:
    return {each["path"] for each in (await person.do("GET", "/notes?limit=1000"))["items"]}


@pytest.fixture(scope="module")
async def bea(paios: Served, ada: Person, anyio_backend: str) -> Somebody:
    return await somebody(paios, "Bea")


@pytest.fixture(scope="module")
async def root(paios: Served, ada: Person, anyio_backend: str) -> Somebody:
    return await somebody(paios, "Root", "admin")


@pytest.fixture
async def at_beas(bea: Somebody) -> Person:
    return await bea.at_the_api()


async def test_somebody_new_begins_with_an_empty_folder_that_only_the_server_may_open(
    paios: Served, ada: Person
) -> None:
    nia = await somebody(paios, "Nia")
    person = await nia.at_the_api()
    assert await person.do("GET", "/notes") == {"items": [], "total": 0}
    assert await person.do("GET", "/notes/trash") == {"items": [], "total": 0}
    assert await person.do("GET", "/notes/trust") == {"asked": False, "items": []}
    folder = folder_of(paios, nia)
    assert {each.stat().st_mode & 0o777 for each in (folder, folder.parent, folder.parent.parent)} == {0o700}


async def test_what_one_writes_only_they_find_read_and_list(
    paios: Served, ada: Person, bea: Somebody, at_beas: Person, root: Somebody
) -> None:
    await writes(at_beas, "Zoo/Wombat.md", f"# Wombat\n\n{SECRET} See [[Boiler]].\n")
    assert (folder_of(paios, bea) / "Zoo" / "Wombat.md").read_text().count(SECRET) == 1
    (hit, *_) = (await at_beas.do("GET", "/notes/search?text=wombat"))["items"]
    assert SECRET in hit["text"]
    for other in (ada, await root.at_the_api()):
        assert "Zoo/Wombat.md" not in await paths_of(other)
        assert await other.do("GET", "/notes/search?text=wombat Hildegard") == {"items": []}
        assert await other.refused("GET", "/notes/item?path=Zoo/Wombat.md") == (404, "not_found")
    # Nor does a link lead there, or back.
    boiler = await ada.do("GET", "/notes/item?path=House/Boiler.md")
    assert boiler["backlinks"] == ["Journal/Autumn.md"]
    assert await at_beas.refused("GET", "/notes/item?path=House/Boiler.md") == (404, "not_found")
    assert (await paths_of(at_beas)) == {"Zoo/Wombat.md"}


async def test_an_administrator_who_is_not_the_founder_has_a_folder_like_others(
    paios: Served, ada: Person, root: Somebody
) -> None:
    admin = await root.at_the_api()
    assert await paths_of(admin) == set()
    assert (await admin.do("GET", "/settings"))["notes_folder"] == str(folder_of(paios, root))
    assert (await ada.do("GET", "/settings"))["notes_folder"] == str(paios.vault)


@pytest.mark.requirement("A5", "V2")
async def test_two_who_write_the_same_path_at_once_write_two_files(
    paios: Served, ada: Person, bea: Somebody, at_beas: Person
) -> None:
    await asyncio.gather(writes(ada, "Same.md", "Ada's\n"), writes(at_beas, "Same.md", "Bea's\n"))
    assert paios.note("Same.md") == "Ada's\n"
    assert (folder_of(paios, bea) / "Same.md").read_text() == "Bea's\n"
    assert (await ada.do("GET", "/notes/item?path=Same.md"))["text"] == "Ada's\n"
    assert (await at_beas.do("GET", "/notes/item?path=Same.md"))["text"] == "Bea's\n"


async def test_what_one_deletes_only_they_see_in_the_trash_and_restore(
    paios: Served, ada: Person, at_beas: Person, root: Somebody
) -> None:
    await writes(at_beas, "Gone.md", "x\n")
    thrown = await at_beas.do("DELETE", "/notes/item?path=Gone.md")
    for other in (ada, await root.at_the_api()):
        listed = (await other.do("GET", "/notes/trash"))["items"]
        assert thrown["id"] not in {each["id"] for each in listed}
        assert await other.refused("POST", f"/notes/trash/{thrown['id']}/restore") == (404, "not_found")
    await at_beas.do("POST", f"/notes/trash/{thrown['id']}/restore")
    assert "Gone.md" in await paths_of(at_beas)


@pytest.mark.requirement("I10")
async def test_what_one_says_of_folders_counts_for_their_own_notes_alone(
    paios: Served, ada: Person, bea: Somebody, at_beas: Person
) -> None:
    said = {"items": [{"folder": "", "mine": False}, {"folder": "Zoo", "mine": False}]}
    before = await ada.do("GET", "/notes/trust")
    await at_beas.do("PUT", "/notes/trust", said)
    assert await ada.do("GET", "/notes/trust") == before
    assert (await at_beas.do("GET", "/notes/trust"))["asked"] is True
    # The very same text, by the same path: whose words it is, each has to say for themselves.
    for folder in (paios.vault, folder_of(paios, bea)):
        (folder / "Leaflet.md").write_text("Buy tulips!\n")
    await ada.do("GET", "/notes/search?text=tulips")
    await at_beas.do("GET", "/notes/search?text=tulips")
    external = [(await one.do("GET", "/notes/item?path=Leaflet.md"))["external"] for one in (ada, at_beas)]
    assert external == [False, True]


HOSTILE = (
    "../{id}/notes/Private.md",
    "../../{id}/notes/Private.md",
    "{home}/people/{id}/notes/Private.md",
    "Link/Private.md",
    "Linked.md",
    "..\\{id}\\notes\\Private.md",
    "%2e%2e/{id}/notes/Private.md",
)


@pytest.mark.requirement("V2")
@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("tool", ["vault_read", "vault_write", "vault_move", "vault_delete"])
async def test_no_path_that_a_model_names_leads_to_another_persons_folder(
    paios: Served, ada: Person, bea: Somebody, at_beas: Person, stage: Stage, path: str, tool: str
) -> None:
    victim = next(iter(await _victims(paios)))
    private = folder_of(paios, victim) / "Private.md"
    own = folder_of(paios, bea)
    for link, target in (("Link", private.parent), ("Linked.md", private)):
        if not (own / link).is_symlink():
            (own / link).symlink_to(target)
    named = path.format(id=victim.id, home=paios.settings.home)
    more: dict[str, Any] = {
        "vault_write": {"content": "x", "mode": "replace"},
        "vault_move": {"target": "M.md"},
    }
    stage.play("try it", Calls([(tool, {"path": named} | more.get(tool, {}))]), Text("Done."))
    before = private.read_text()
    run = await at_beas.until((await at_beas.say("try it"))["id"], "waiting", "done")
    (step,) = run["steps"]
    assert step["state"] in {"refused", "error"}, step
    assert "Hildegard" not in str(run)
    assert private.read_text() == before


async def _victims(paios: Served) -> list[Somebody]:
    """Somebody with one private note; called what another's id is, which must not matter."""
    known = [each for each in await paios.house.stores.accounts.all() if each.name.startswith("victim ")]
    if known:
        return [Somebody(paios, known[0].id, known[0].name)]
    first = (await paios.house.stores.accounts.all())[0]
    victim = await somebody(paios, f"victim {first.id}")
    await writes(await victim.at_the_api(), "Private.md", SECRET)
    return [victim]


async def test_somebody_called_what_anothers_id_is_gets_a_folder_by_their_own_id(
    paios: Served, bea: Somebody
) -> None:
    named = await somebody(paios, bea.id)
    person = await named.at_the_api()
    assert "Zoo/Wombat.md" not in await paths_of(person)
    await writes(person, "Mine.md", "x\n")
    assert (folder_of(paios, named) / "Mine.md").exists()
    assert not (folder_of(paios, bea) / "Mine.md").exists()


async def test_an_answer_cites_and_a_card_shows_ones_own_notes_only(
    paios: Served, ada: Person, bea: Somebody, at_beas: Person, stage: Stage
) -> None:
    await writes(at_beas, "Shopping list.md", "- ink\n")
    add = {"path": "Shopping list.md", "content": "- oat milk", "mode": "append"}
    stage.play(
        "both of us",
        Calls([("vault_search", {"query": "bread ink"}), ("vault_write", add)]),
        Text("It is [1]."),
    )
    runs = [(one, await one.until((await one.say("both of us"))["id"], "waiting")) for one in (ada, at_beas)]
    diffs = [question_of(run)["diff"] for _, run in runs]
    assert "rye bread" in diffs[0]
    assert "ink" not in diffs[0]
    assert "ink" in diffs[1]
    assert "rye bread" not in diffs[1]
    assert "rye bread" not in str(runs[1][1])
    for one, run in runs:
        await one.answer(run, allow=True)
        await one.until(run["id"], "done")
    assert "oat milk" in paios.note("Shopping list.md")
    assert (folder_of(paios, bea) / "Shopping list.md").read_text() == "- ink\n- oat milk\n"
    dialogue = await at_beas.do("GET", f"/conversations/{runs[1][1]['conversation_id']}")
    assert "rye bread" not in str(dialogue)


@pytest.mark.incident(18)
async def test_with_somebody_goes_the_index_of_their_notes_and_the_files_stay_where_it_was_said(
    paios: Served, ada: Person
) -> None:
    leaver = await somebody(paios, "Leaver")
    person = await leaver.at_the_api()
    await writes(person, "Will.md", "All to the cat.\n")
    await person.do("GET", "/notes/search?text=cat")
    before = folder_of(paios, leaver)
    told = await ada.do("GET", f"/people/{leaver.id}/belongings")
    assert told["notes"] == 1
    await ada.do("DELETE", f"/people/{leaver.id}")
    assert not before.parent.exists()
    kept = Path(told["notes_folder"])
    assert kept == paios.settings.home / "people" / f"removed-{leaver.id}"
    assert (kept / "notes" / "Will.md").read_text() == "All to the cat.\n"
    async with paios.house.stores.database.read() as connection:
        left = await connection.scalar(
            select(func.count()).select_from(notes).where(notes.c.owner == leaver.id)
        )
    assert left == 0
    # Nor does somebody of the same name find it.
    heir = await somebody(paios, "Leaver")
    assert await paths_of(await heir.at_the_api()) == set()


async def test_who_chose_their_folder_keeps_it_as_it_is(paios: Served, ada: Person) -> None:
    ada_id = (await ada.do("GET", "/session"))["user"]["id"]
    told = await ada.do("GET", f"/people/{ada_id}/belongings")
    assert told["notes_folder"] == str(paios.vault)


@pytest.mark.requirement("L3")
async def test_an_administrator_sees_that_something_happened_and_not_what_was_written(
    paios: Served, ada: Person, root: Somebody
) -> None:
    cara = await (await somebody(paios, "Cara")).at_the_api()
    await writes(cara, "Diary/Zeppelin.md", "I dreamt of a narwhal.\n")
    await cara.do("PUT", "/notes/trust", {"items": [{"folder": "Diary/Zeppelin", "mine": True}]})
    await cara.do("POST", "/whitelists", {"kind": "folder", "value": "Zeppelin"})
    constraints = {"properties": {"path": {"const": "Zeppelin.md"}}, "required": ["path"]}
    rule = {"verdict": "deny", "tool": "vault_write", "constraints": constraints}
    await cara.do("POST", "/rules", rule)
    own = await cara.do("GET", "/audit?limit=200")
    assert "narwhal" in str(own)
    assert (await cara.do("GET", "/audit?text=narwhal"))["total"] == 1
    for admin in (ada, await root.at_the_api()):
        seen = [
            each
            for each in (await admin.do("GET", "/audit?limit=200"))["items"]
            if each["user_name"] == "Cara"
        ]
        assert {"call.allowed", "call.finished", "notes.trusted", "whitelist.added", "rule.created"} <= {
            each["kind"] for each in seen
        }
        assert not any(word in str(seen) for word in ("narwhal", "Zeppelin", "Diary"))
        allowed = next(each for each in seen if each["kind"] == "call.allowed")
        assert allowed["data"]["tool"] == "vault_write"
        assert allowed["data"]["reasons"][0]["source"] == "own_hand"
        # Nor can it be guessed by looking for it.
        for word in ("narwhal", "Zeppelin"):
            assert (await admin.do("GET", f"/audit?text={word}"))["total"] == 0
