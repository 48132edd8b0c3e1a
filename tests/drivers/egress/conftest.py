from collections.abc import Iterator

import pytest
from tests.support.scripted_model import ScriptedModel, Text


@pytest.fixture
def server() -> Iterator[ScriptedModel]:
    """Somebody to talk to."""
    with ScriptedModel(lambda _messages: Text("hello")) as running:
        yield running
