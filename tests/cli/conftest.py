"""An installation with a running server and a terminal that is signed in, for each module."""

from collections.abc import Iterator

import pytest
from tests.support.house import Stage
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel

KEY = "sk-planted-0123456789abcdef"


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def model(stage: Stage) -> Iterator[ScriptedModel]:
    with ScriptedModel(stage) as server:
        yield server


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel) -> Installation:
    made = Installation(tmp_path_factory.mktemp("cli"), environment={"PAIOS_LOG": "debug"})
    made.init(model, "--key-stdin", said=f"{KEY}\n")
    return made


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Server]:
    with Server(installation) as running:
        installation.login()
        yield running
