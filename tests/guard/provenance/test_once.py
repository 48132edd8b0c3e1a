"""Each request is good for one call."""

from dataclasses import replace

import pytest
from tests.support.readings import ADD_EVENT, FETCH, PAY, SEND_MAIL, heard, tool

from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.once import again, licence

pytestmark = pytest.mark.requirement("P10", "I11")

IBAN, OTHER = "GB29NWBK60161331926819", "DE89370400440532013000"
NOTE = tool("note", Effect.WRITE, text=Sink.CONTENT)
ORDER = tool("order", Effect.SPEND, account=Sink.ACCOUNT, amount=Sink.AMOUNT)
WIRE = tool("wire", Effect.SPEND, iban=Sink.ACCOUNT, sum=Sink.AMOUNT)
ANY_TO = replace(tool("any_to", Effect.SEND), sinks={"to": Sink.RECIPIENT, "to[]": Sink.RECIPIENT})
PAIR = tool("pair", Effect.SEND, to=Sink.RECIPIENT, cc=Sink.RECIPIENT)
Made = tuple[ToolSpec, ToolCall]


def call(spec: ToolSpec, **arguments: object) -> Made:
    return spec, ToolCall("c", spec.name, arguments)


def used(spec: ToolSpec, made: ToolCall) -> str:
    return licence(made, spec, heard("words"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (call(PAY, account=IBAN, amount=50), call(PAY, account=IBAN, amount=50.0, subject="x")),
        (call(PAY, account=IBAN, amount="50 EUR"), call(PAY, account=IBAN, amount="50")),
        (call(PAY, account=IBAN, amount=50), call(PAY, account=IBAN, amount=70)),
        (call(PAY, account=IBAN, amount=50), call(ORDER, account=IBAN, amount=50)),
        (call(PAY, account=IBAN, amount=50), call(WIRE, iban=IBAN, sum=50)),
        (call(SEND_MAIL, to=["@bob"], body="a"), call(SEND_MAIL, to=["bob"], body="b")),
        (call(FETCH, url="https://x.org/a://b"), call(FETCH, url="http://x.org/a://b")),
        (call(NOTE, text=5), call(NOTE, text="5")),
        (call(ADD_EVENT, start="tomorrow"), call(ADD_EVENT, start="2026-11-23")),
        (call(SEND_MAIL, subject="", to=["a@x.org"]), call(SEND_MAIL, subject="x", to=["a@x.org"])),
        (call(ADD_EVENT, start="2026-11-25 23:59"), call(ADD_EVENT, start="2026-11-25")),
        (call(SEND_MAIL, to=["a@x.org"]), call(SEND_MAIL, to=["a@x.org", "b@x.org"])),
        (call(ADD_EVENT, start="2026-11-25"), call(ADD_EVENT, start="2026-11-25 00:00")),
        (call(NOTE, text="buy milk"), call(NOTE, text="milk")),
        (call(ADD_EVENT, title="a", start="2026-11-25"), call(ADD_EVENT, title="a")),
        (call(NOTE, text=""), call(NOTE)),
    ],
)
def test_the_same_in_other_words_is_the_same(first: Made, second: Made) -> None:
    assert again(used(*second), {used(*first)})
    assert again(used(*first), {used(*second)})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (call(PAY, account=IBAN, amount=50), call(PAY, account=OTHER, amount=50)),
        (call(SEND_MAIL, to=["a@x.org"], body="a"), call(SEND_MAIL, to=["b@x.org"], body="a")),
        (call(ADD_EVENT, title="a", start="2026-11-25"), call(ADD_EVENT, title="a", start="2026-11-26")),
        (call(NOTE, text="buy milk"), call(NOTE, text="call Anna")),
        (call(NOTE, text="x"), call(ADD_EVENT, title="x")),
        (call(NOTE, text=5), call(NOTE, text=6)),
        (call(FETCH, url="https://x.org/"), call(FETCH, url="https://y.org/")),
        (call(FETCH, url="https://x.org/a://b"), call(FETCH, url="https://y.org/a://b")),
        (call(PAY, account=IBAN, amount=50), call(WIRE, iban=OTHER, sum=50)),
        (call(ANY_TO, to="a@x.org"), call(ANY_TO, to=["b@x.org"])),
        (call(FETCH, url="https://x.org/a"), call(FETCH, url="https://x.org/b")),
        (call(SEND_MAIL, subject="", to=["a@x.org"]), call(SEND_MAIL, subject="", to=["b@x.org"])),
        (call(PAIR, to="a@x.org", cc="b@x.org"), call(PAIR, to="b@x.org", cc="a@x.org")),
        (call(ADD_EVENT, start="2026-11-25 12:00"), call(ADD_EVENT, start="2026-11-25 13:00")),
    ],
)
def test_what_goes_to_another_place_is_another_thing(first: Made, second: Made) -> None:
    assert not again(used(*second), {used(*first), ""})


def test_what_is_kept_of_a_licence_shows_no_value() -> None:
    assert IBAN not in used(*call(PAY, account=IBAN, amount=50))
