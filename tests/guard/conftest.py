"""A guard over real stores for each test, copied from one that was set up once."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.gatehouse import Gatehouse, gatehouse


@pytest.fixture(scope="session")
async def furnished(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> Path:
    folder = tmp_path_factory.mktemp("gatehouse")
    async with gatehouse(folder):
        return folder


@pytest.fixture
async def house(furnished: Path, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Gatehouse]:
    async with gatehouse(shutil.copytree(furnished, tmp_path / "house")) as opened:
        yield opened
