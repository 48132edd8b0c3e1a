"""Shelves: one for each who is there, made when it is needed, let go when they go (U5, T5)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from tests.support.proofs import PERSON, Mint, TurnedClock
from tests.support.shelves import admit

from paios.domain.account import User
from paios.domain.errors import NotFoundError, ProofError, UnavailableError
from paios.domain.ids import new_id
from paios.domain.principal import Role
from paios.drivers.peoples_folders import PeoplesFolders
from paios.drivers.sql.accounts import SqlAccounts
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels
from paios.drivers.sql.tables import users
from paios.drivers.vault import open_vault
from paios.services.shelves import PersonalShelves
from paios.services.signals import Signals
from paios.services.upkeep import Upkeep

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U5", "T5")]


@dataclass
class Building:
    """Everybody's shelves over a real database and real folders."""

    home: Path
    database: Database
    accounts: SqlAccounts
    shelves: PersonalShelves
    mint: Mint
    told: list[tuple[str, str]]
    chosen: Path | None = None

    def folder(self, user_id: str) -> Path:
        return self.home / "people" / user_id / "notes"

    async def leaves(self, user_id: str) -> None:
        async with self.database.begin() as tx:
            await tx.connection.execute(delete(users).where(users.c.id == user_id))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def building(tmp_path: Path) -> AsyncIterator[Building]:
    clock, signals = TurnedClock(), Signals()
    mint, told = Mint(clock), []
    home = tmp_path / "home"
    home.mkdir(0o700)
    database = Database.open(f"sqlite:///{home}/paios.db")
    await database.migrate()
    folders = PeoplesFolders(
        home,
        lambda: made.chosen,
        lambda folder, owner: open_vault(folder, mint.ledger.of(owner), clock, (home,)),
        lambda folder, owner: open_vault(folder, mint.ledger.of(owner), clock),
    )
    accounts = SqlAccounts(database)
    shelves = PersonalShelves(
        accounts=accounts,
        folders=folders,
        index_of=lambda owner: SqlNoteIndex(database, None, owner),
        labels_of=lambda owner: SqlNoteLabels(database, owner),
        signals=signals,
        clock=clock,
    )
    signals.hear(lambda user_id, change: told.append((user_id, change.what)))
    made = Building(home, database, accounts, shelves, mint, told)
    yield made
    await database.close()


async def founder(building: Building) -> str:
    user = User(new_id(), "Ada", Role.ADMIN, building.mint.clock.now())
    await building.accounts.add_first(user, "-")
    return user.id


async def test_the_founder_has_the_folder_they_chose_and_others_one_of_their_own(
    building: Building, tmp_path: Path
) -> None:
    ada, bea = await founder(building), await admit(building.database, role="admin")
    building.chosen = tmp_path / "Notes"
    building.chosen.mkdir()
    (building.chosen / "Ada.md").write_text("x")
    assert [note.path for note in (await building.shelves.of(ada)).files.list()] == ["Ada.md"]
    assert (await building.shelves.of(bea)).files.list() == ()
    assert not building.folder(ada).exists()
    assert building.folder(bea).stat().st_mode & 0o777 == 0o700
    assert await building.shelves.of(bea) is await building.shelves.of(bea)


async def test_a_chosen_folder_that_is_gone_is_told_and_found_again_when_it_is_back(
    building: Building, tmp_path: Path
) -> None:
    ada = await founder(building)
    with pytest.raises(UnavailableError, match="No notes folder was chosen"):
        await building.shelves.of(ada)
    building.chosen = tmp_path / "Drive"
    with pytest.raises(UnavailableError, match="does not exist"):
        await building.shelves.of(ada)
    building.chosen.mkdir()
    assert (await building.shelves.of(ada)).files.list() == ()


async def test_nobody_may_choose_a_folder_that_is_somebody_elses(building: Building) -> None:
    ada, bea = await founder(building), await admit(building.database)
    await building.shelves.of(bea)
    for choice in (building.folder(bea), building.home / "people", building.home):
        building.chosen = choice
        with pytest.raises(UnavailableError, match="must not"):
            await building.shelves.of(ada)


@pytest.mark.parametrize("user_id", ["", "..", "../x", "0f5b", "f47ac10b-58cc-4372-a567-0e02b2c3d479"])
async def test_who_has_no_account_has_no_shelf(building: Building, user_id: str) -> None:
    with pytest.raises(NotFoundError):
        await building.shelves.of(user_id)
    assert not (building.home / "people").exists()


@pytest.mark.requirement("V7")
async def test_a_proof_of_somebody_else_changes_nothing(building: Building) -> None:
    bea = await admit(building.database)
    files = (await building.shelves.of(bea)).files
    with pytest.raises(ProofError, match="somebody else"):
        files.write(building.mint.running(), "A.md", "x", None)
    await admit(building.database, PERSON.user_id)
    own = (await building.shelves.of(PERSON.user_id)).files
    own.write(building.mint.running(), "A.md", "x", None)
    assert [each.name for each in building.home.glob("people/*/notes/A.md")] == ["A.md"]
    assert files.list() == ()


async def test_a_change_of_notes_is_told_to_their_owner_alone(building: Building) -> None:
    ada, bea = await admit(building.database), await admit(building.database)
    for one in (ada, bea):
        await (await building.shelves.of(one)).sync.refresh()
    (building.folder(bea) / "A.md").write_text("x")
    for one in (ada, bea):
        await (await building.shelves.of(one)).sync.refresh()
    assert building.told == [(bea, "notes")]


@pytest.mark.requirement("V6")
async def test_upkeep_is_for_those_who_may_come_in(building: Building) -> None:
    here, out = await admit(building.database), await admit(building.database)
    for one in (here, out):
        await building.shelves.of(one)
        (building.folder(one) / "A.md").write_text("tulips")
    async with building.database.begin() as tx:
        await tx.connection.execute(update(users).where(users.c.id == out).values(disabled=True))
    await Upkeep(building.accounts, building.shelves).round()
    found = {one: await (await building.shelves.of(one)).index.search("tulips", 5) for one in (here, out)}
    assert (len(found[here]), len(found[out])) == (1, 0)


async def test_upkeep_of_one_goes_on_where_it_fails_for_another(building: Building) -> None:
    await founder(building)  # who has no folder
    bea = await admit(building.database)
    await building.shelves.of(bea)
    (building.folder(bea) / "A.md").write_text("tulips")
    await Upkeep(building.accounts, building.shelves).round()
    assert await (await building.shelves.of(bea)).index.search("tulips", 5)


async def test_who_is_gone_leaves_the_files_and_nothing_that_reaches_them(building: Building) -> None:
    bea = await admit(building.database)
    shelf = await building.shelves.of(bea)
    (building.folder(bea) / "A.md").write_text("x")
    await building.leaves(bea)
    await building.shelves.put_away(bea)
    kept = building.home / "people" / f"removed-{bea}" / "notes" / "A.md"
    assert kept.read_text() == "x"
    with pytest.raises(UnavailableError):
        shelf.files.list()
    with pytest.raises(NotFoundError):
        await building.shelves.of(bea)
    assert not building.folder(bea).exists()
    await building.shelves.put_away(bea)
    assert kept.exists()


@pytest.mark.requirement("S6")
async def test_what_a_crash_left_of_somebody_is_put_away_at_the_next_start(building: Building) -> None:
    bea, cara = await admit(building.database), await admit(building.database)
    for one in (bea, cara):
        await building.shelves.of(one)
    await building.leaves(bea)
    await building.shelves.tidy()
    assert not building.folder(bea).exists()
    assert (building.home / "people" / f"removed-{bea}").is_dir()
    assert building.folder(cara).is_dir()
