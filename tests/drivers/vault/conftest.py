"""A real folder, a real ledger of proofs, and a clock that stands still."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from tests.support.proofs import Mint, TurnedClock

from paios.drivers.vault.posix import PosixVaultFiles


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def mint(clock: TurnedClock) -> Mint:
    return Mint(clock)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "Notes"
    folder.mkdir()
    return folder


@pytest.fixture
def vault(root: Path, mint: Mint, clock: TurnedClock) -> Iterator[PosixVaultFiles]:
    opened = PosixVaultFiles(root, mint.ledger, clock)
    yield opened
    opened.close()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that is none of the assistant's business."""
    secret = tmp_path / "secret.md"
    secret.write_text("root:x:0:0\n")
    return secret


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Permissions count inside, even where the tests run as root."""

    @contextmanager
    def lowered() -> Iterator[None]:
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(user)

    return lowered
