"""A real vault with a few notes, and the tools over it in their host."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.support.proofs import PERSON, Mint, TurnedClock
from tests.support.shelves import OneShelf, admit, shelf_over

from paios.domain.ids import new_id
from paios.domain.note_label import FolderWords
from paios.domain.tool import Preview, ToolCall, ToolResult
from paios.drivers.sql.engine import Database
from paios.drivers.tools.host import LocalToolHost
from paios.drivers.tools.vault_filing import VaultDelete, VaultMove
from paios.drivers.tools.vault_reading import VaultList, VaultRead
from paios.drivers.tools.vault_writing import VaultWrite
from paios.drivers.vault.posix import PosixVaultFiles
from paios.ports.shelves import Shelf

Ask = Callable[..., Awaitable[Preview]]
Act = Callable[..., Awaitable[ToolResult]]

NOTES = {
    "Shopping list.md": "# Shopping list\n\nSaturday market.\n\n- [ ] onions\n- [x] candles\n",
    "House/Boiler.md": "# Boiler\n\nWe decided for the heat pump.\n\nIt comes in May.\n",
    "House/Roof.md": "# Roof\n\nOne tile is loose.\n",
    "Reference/Pasted mail.md": "---\ntags: [pasted]\n---\nBuy tulips!\n",
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def mint(clock: TurnedClock) -> Mint:
    return Mint(clock)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "Notes"
    for path, text in NOTES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


@pytest.fixture
def files(root: Path, mint: Mint, clock: TurnedClock) -> Iterator[PosixVaultFiles]:
    opened = PosixVaultFiles(root, mint.ledger, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database in it, to be copied: that is quicker than to migrate one each time."""
    folder = tmp_path_factory.mktemp("migrated") / "private"

    async def prepare() -> None:
        database = Database.open(f"sqlite:///{folder}/paios.db")
        await database.migrate()
        await database.close()

    anyio.run(prepare)
    return folder


@pytest.fixture
async def shelf(
    tmp_path: Path, migrated: Path, files: PosixVaultFiles, clock: TurnedClock
) -> AsyncIterator[Shelf]:
    """Notes that are the person's own, and an index that knows them."""
    shutil.copytree(migrated, tmp_path / "private")
    database = Database.open(f"sqlite:///{tmp_path}/private/paios.db")
    await admit(database, PERSON.user_id)
    made = shelf_over(database, files, clock)
    await made.labels.say(FolderWords({"": True}))
    await made.sync.refresh()
    yield made
    await database.close()


@dataclass
class Place:
    """Where the model runs that asks."""

    at_home: bool = True


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def host(shelf: Shelf, mint: Mint, place: Place) -> LocalToolHost:
    shelves = OneShelf(shelf)
    tools = (
        VaultRead(shelves),
        VaultList(shelves, lambda: place.at_home),
        VaultWrite(shelves),
        VaultMove(shelves),
        VaultDelete(shelves),
    )
    return LocalToolHost(tools, mint.ledger.redeem)


@pytest.fixture
def ask(host: LocalToolHost) -> Ask:
    """What the person would be shown."""

    async def preview(tool: str, **arguments: Any) -> Preview:
        return await host.preview(ToolCall(new_id(), tool, arguments), PERSON.user_id)

    return preview


@pytest.fixture
def act(host: LocalToolHost, mint: Mint) -> Act:
    """Do it, on the basis that was shown."""

    async def run(tool: str, basis: str | None = None, **arguments: Any) -> ToolResult:
        return await host.run(mint.proof(tool, arguments, basis))

    return run
