"""Fixtures: one paios with a scripted model and a person signed in, for each module of tests."""

from collections.abc import AsyncIterator, Iterator

import pytest
from tests.support.house import Person, Served, Stage, make_vault, served, settings_in
from tests.support.scripted_model import ScriptedModel


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def model(stage: Stage) -> Iterator[ScriptedModel]:
    with ScriptedModel(stage) as server:
        yield server


@pytest.fixture(scope="module")
async def paios(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[Served]:
    folder = tmp_path_factory.mktemp("paios")
    async with served(settings_in(folder), make_vault(folder / "notes")) as running:
        yield running


@pytest.fixture(scope="module")
async def ada(paios: Served, model: ScriptedModel) -> Person:
    return await paios.set_up(model)
