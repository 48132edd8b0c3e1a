"""What the words of a person aim at, and what no list and no tool makes of it."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.readings import BY_SYSTEM, FETCH, PAY, SEND_MAIL, heard, judged, page, tool

from paios.domain.label import OUTSIDE_WORDS
from paios.domain.tool import Effect, Reach, ResultField, Sink, ToolSpec
from paios.guard.provenance.evidence import Reading
from paios.guard.provenance.tracing import Whitelists

pytestmark = pytest.mark.requirement("P10", "I11")

OWN, OTHER = "GB29NWBK60161331926819", "DE89370400440532013000"
BOB, BOSS = "bob@example.org", "the.boss@corp.com"
LISTS = Whitelists({
    Sink.RECIPIENT: frozenset({BOSS, BOB, "+49151123456"}),
    Sink.ACCOUNT: frozenset({OWN}),
    Sink.URL: frozenset({"ok.com"}),
})  # fmt: skip
PAYEES = Reading(
    "c7", "your payees", "", OUTSIDE_WORDS, [{"id": "p1", "name": "Landlord", "iban": OTHER}],
    (ResultField("[].id", BY_SYSTEM, Sink.ID, "payee"), ResultField("[].name", BY_SYSTEM, names=True),
     ResultField("[].iban", BY_SYSTEM, Sink.ACCOUNT)),
)  # fmt: skip


def doubt(words: str, spec: ToolSpec, **arguments: Any) -> str | None:
    return judged(heard(words, page("news"), PAYEES), spec, LISTS, **arguments).doubt


@pytest.mark.parametrize(("words", "to", "doubted"), [
    ('Send "I quit"', [BOSS], False), ('Send "I quit" to my boss', [BOSS], False),
    ('Send "I quit" to the Boss', [BOSS], False), ('Send "I quit" to Bob', [BOB], False),
    (f'Send "I quit" to {BOB}', [BOB], False), (f'Send "I quit" to {BOB} and Boss', [BOB, BOSS], False),
    (f'Send "I quit" to {BOB}', [BOSS], True), ('Send "I quit" to Bob', [BOSS], True),
    (f'Send "I quit" to {BOB}', [BOB, BOSS], True), ('Send "I quit" to Bob', ["Bob", BOSS], True),
    ('Send "I quit" to +49 151 999999', ["+49 151 123456"], True),
    # Where somebody's address is kept is not how they are called.
    ('Send "I quit" to Corp', [BOSS], True),
])  # fmt: skip
def test_a_list_licenses_a_recipient_only_where_none_was_said(
    words: str, to: list[str], doubted: bool
) -> None:
    assert (doubt(words, SEND_MAIL, to=to, subject="", body="I quit") is not None) is doubted


def test_the_question_says_that_another_was_said() -> None:
    told = doubt(f'Send "I quit" to {BOB}', SEND_MAIL, to=[BOSS], subject="", body="I quit")
    assert told == "You said another recipient than to[0]."


@pytest.mark.parametrize(("words", "doubted"), [
    ("Pay 50 EUR", False), (f"Pay 50 EUR to {OWN}", False),
    (f"Pay 50 EUR to {OTHER}", True), ("Pay 50 EUR to the Landlord", True),
])  # fmt: skip
def test_a_list_licenses_no_other_account_than_was_said(words: str, doubted: bool) -> None:
    assert (doubt(words, PAY, account=OWN, amount=50, subject="") is not None) is doubted


def test_where_money_comes_from_need_not_be_said_with_where_it_goes() -> None:
    move = tool(
        "move", Effect.SPEND, Reach.OUTSIDE, source=Sink.ACCOUNT, target=Sink.ACCOUNT, amount=Sink.AMOUNT
    )
    sent = {"source": OWN, "target": OTHER, "amount": 50}
    assert doubt(f"Transfer 50 EUR to {OTHER}", move, **sent) is None
    assert doubt(f"Transfer 50 EUR to {OTHER} from RO49AAAA1B31007593840000", move, **sent) is not None


def test_a_list_licenses_no_other_page_than_was_said() -> None:
    assert doubt("Fetch the page", FETCH, url="https://ok.com/x") is None
    assert doubt("Fetch https://example.com/a", FETCH, url="https://ok.com/x") is not None
    assert doubt("Fetch http://ok.com/x", FETCH, url="https://ok.com/x") is None


POST = tool("post_text", Effect.SEND, Reach.OUTSIDE, text=Sink.CONTENT)
CHANNEL = replace(
    tool("post_text", Effect.SEND, Reach.OUTSIDE, text=Sink.CONTENT, channel=Sink.RECIPIENT),
    parameters={"properties": {"text": {}, "channel": {"default": "#general"}}},
)


@pytest.mark.parametrize(("words", "doubted"), [
    ('Post "I quit"', False), (f'Post "I quit" to {BOB}', True), ('Post "I quit" to Bob', True),
    (f'Post "I quit". Mail {BOB} "see you".', False), ('Post "I quit" for christmas', False),
    ('Post "I quit" to #general', False), ('To Bob please post "I quit"', True),
    (f'Post "I quit"\n{BOB} is ill.', False),
])  # fmt: skip
def test_what_was_said_to_somebody_goes_not_to_everybody(words: str, doubted: bool) -> None:
    told = doubt(words, CHANNEL, text="I quit", channel="#general")
    assert (told is not None) is (doubted or BOB in words)
    if "#" not in words:
        assert (doubt(words, POST, text="I quit") is not None) is doubted
        assert (doubt(words, CHANNEL, text="I quit") is not None) is doubted


def test_the_question_says_that_it_goes_elsewhere() -> None:
    assert doubt(f'Post "I quit" to {BOB}', POST, text="I quit") == "It would not go where you said."


@pytest.mark.parametrize("nobody", ["", None, []])
def test_a_copy_that_goes_to_nobody_passes_nobody_over(nobody: object) -> None:
    spec = replace(
        tool("mail_it", Effect.SEND, Reach.OUTSIDE, to=Sink.RECIPIENT, cc=Sink.RECIPIENT, body=Sink.CONTENT),
        parameters={"properties": {"to": {}, "body": {}, "cc": {"default": nobody}}},
    )
    assert doubt(f'Please mail "hi" to {BOB}', spec, to=BOB, body="hi", cc=nobody) is None
