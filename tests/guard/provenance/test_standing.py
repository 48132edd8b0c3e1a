"""To which calls it matters what stands in the texts that were read."""

import pytest
from tests.support.readings import tool

from paios.domain.tool import Effect, Reach, Sink, ToolSpec
from paios.guard.provenance.standing import looks_into_texts

pytestmark = pytest.mark.requirement("P10", "I11")


@pytest.mark.parametrize(
    ("spec", "looks"),
    [
        (tool("fetch", Effect.READ, Reach.OUTSIDE), True),
        (tool("tell", Effect.SEND), True),
        (tool("find", Effect.READ, sender=Sink.RECIPIENT), True),
        (tool("pay", Effect.WRITE, account=Sink.ACCOUNT), True),
        (tool("note", Effect.WRITE, path=Sink.PATH, text=Sink.CONTENT), False),
        (tool("list", Effect.READ), False),
    ],
)
def test_it_matters_to_what_leaves_and_to_what_goes_to_an_address(spec: ToolSpec, looks: bool) -> None:
    assert looks_into_texts(spec) is looks
