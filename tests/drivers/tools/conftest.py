"""A real vault with a few notes, and the tools over it in their host."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.proofs import Mint, TurnedClock

from paios.domain.ids import new_id
from paios.domain.tool import Preview, ToolCall, ToolResult
from paios.drivers.tools.host import LocalToolHost
from paios.drivers.tools.vault_filing import VaultDelete, VaultMove
from paios.drivers.tools.vault_reading import VaultList, VaultRead
from paios.drivers.tools.vault_writing import VaultWrite
from paios.drivers.vault.posix import PosixVaultFiles

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


@pytest.fixture
def host(files: PosixVaultFiles, mint: Mint) -> LocalToolHost:
    tools = (VaultRead(files), VaultList(files), VaultWrite(files), VaultMove(files), VaultDelete(files))
    return LocalToolHost(tools, mint.ledger.redeem)


@pytest.fixture
def ask(host: LocalToolHost) -> Ask:
    """What the person would be shown."""

    async def preview(tool: str, **arguments: Any) -> Preview:
        return await host.preview(ToolCall(new_id(), tool, arguments))

    return preview


@pytest.fixture
def act(host: LocalToolHost, mint: Mint) -> Act:
    """Do it, on the basis that was shown."""

    async def run(tool: str, basis: str | None = None, **arguments: Any) -> ToolResult:
        return await host.run(mint.proof(tool, arguments, basis))

    return run
