"""Each request is good for one call."""

import pytest
from tests.support.readings import ADD_EVENT, PAY, SEND_MAIL, heard, tool

from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.once import again, licence

pytestmark = pytest.mark.requirement("P10", "I11")

IBAN, OTHER = "GB29NWBK60161331926819", "DE89370400440532013000"
NOTE = tool("note", Effect.WRITE, text=Sink.CONTENT)
ORDER = tool("order", Effect.SPEND, account=Sink.ACCOUNT, amount=Sink.AMOUNT)


def used(spec: ToolSpec, **arguments: object) -> str:
    return licence(ToolCall("c", spec.name, arguments), spec, heard("words"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (used(PAY, account=IBAN, amount=50), used(PAY, account=IBAN, amount=50.0, subject="x")),
        (used(PAY, account=IBAN, amount="50 EUR"), used(PAY, account=IBAN, amount="50")),
        (used(PAY, account=IBAN, amount=50), used(PAY, account=IBAN, amount=70)),
        (used(PAY, account=IBAN, amount=50), used(ORDER, account=IBAN, amount=50)),
        (used(SEND_MAIL, to=["@bob"], body="a"), used(SEND_MAIL, to=["bob"], body="b")),
        (used(SEND_MAIL, to=["a@x.org"]), used(SEND_MAIL, to=["a@x.org", "b@x.org"])),
        (used(ADD_EVENT, start="2026-11-25"), used(ADD_EVENT, start="2026-11-25 00:00")),
        (used(NOTE, text="buy milk"), used(NOTE, text="milk")),
        (used(NOTE, text=""), used(NOTE)),
    ],
)
def test_the_same_in_other_words_is_the_same(first: str, second: str) -> None:
    assert again(second, {first})
    assert again(first, {second})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (used(PAY, account=IBAN, amount=50), used(PAY, account=OTHER, amount=50)),
        (used(SEND_MAIL, to=["a@x.org"], body="a"), used(SEND_MAIL, to=["b@x.org"], body="a")),
        (used(ADD_EVENT, title="a", start="2026-11-25"), used(ADD_EVENT, title="a", start="2026-11-26")),
        (used(NOTE, text="buy milk"), used(NOTE, text="call Anna")),
        (used(NOTE, text="x"), used(ADD_EVENT, title="x")),
    ],
)
def test_what_goes_to_another_place_is_another_thing(first: str, second: str) -> None:
    assert not again(second, {first, ""})


def test_what_is_kept_of_a_licence_shows_no_value() -> None:
    assert IBAN not in used(PAY, account=IBAN, amount=50)
