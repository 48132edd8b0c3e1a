"""To which calls it matters what stands in the texts that were read."""

import pytest
from tests.support.readings import SEND_MAIL, heard, judged, tool

from paios.domain.tool import Effect, Reach, Sink, ToolCall, ToolSpec
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


def test_it_stands_there_that_the_person_said_no_to_the_very_same() -> None:
    run = heard("Mail bob@example.org")
    run.refused.add(ToolCall("c1", SEND_MAIL.name, {"to": "bob@example.org"}).wish())
    assert judged(run, SEND_MAIL, to="bob@example.org").refused is True
    assert judged(run, SEND_MAIL, to="ann@example.org").refused is False
