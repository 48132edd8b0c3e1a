"""What was said together, at the edges: where a value begins its line, where it stands first or last."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.readings import (
    BY_SYSTEM,
    FETCH,
    PAY,
    SEND_MAIL,
    SHARE_FILE,
    files,
    heard,
    judged,
    page,
    tool,
)

from paios.domain.label import OUTSIDE_WORDS
from paios.domain.tool import Effect, Reach, ResultField, Sink, ToolSpec
from paios.guard.provenance.evidence import Reading

pytestmark = pytest.mark.requirement("P10", "I11")

A, B, C = "GB29NWBK60161331926819", "DE89370400440532013000", "RO49AAAA1B31007593840000"
BOB, CAROL = "bob@example.org", "carol@example.org"
HER, HIM = "+49 151 5551234", "+49 151 7771234"
PLAN, SALARY = "11", "12"
FILES = files(**{"plan.txt": "", "salary.txt": ""})
CALL = tool("call", Effect.SEND, Reach.OUTSIDE, to=Sink.RECIPIENT, at=Sink.TIME)


def doubt(words: str, spec: ToolSpec, *held: Reading, **arguments: Any) -> str | None:
    return judged(heard(words, page("news"), *held), spec, **arguments).doubt


def kept(what: str, role: Sink, **named: str) -> Reading:
    """Records of the person's own, each with a name and one value."""
    fields = (
        ResultField("[].id", BY_SYSTEM, Sink.ID, what),
        ResultField("[].name", BY_SYSTEM, names=True),
        ResultField("[].value", BY_SYSTEM, role),
    )
    items = [{"id": f"r{at}", "name": name, "value": value} for at, (name, value) in enumerate(named.items())]
    return Reading("c7", f"your {what}s", "", OUTSIDE_WORDS, items, fields)


@pytest.mark.parametrize("rest", ["I need the 900 EUR for Carol", "I have 900 EUR left"])
def test_a_sum_that_is_only_spoken_of_after_the_account_is_not_paid(rest: str) -> None:
    for words in (f"Pay 50 EUR to {A}, {rest}", f"Pay {A} 50 EUR, {rest}"):
        assert doubt(words, PAY, account=A, amount=50, subject="") is None
        told = doubt(words, PAY, account=A, amount=900, subject="")
        assert told == "You said amount and account of different things."


def test_nor_one_before_it_and_the_nearer_one_is() -> None:
    words = f"I have 900 EUR, please pay 50 EUR to {A}"
    assert doubt(words, PAY, account=A, amount=50, subject="") is None
    assert doubt(words, PAY, account=A, amount=900, subject="") is not None


@pytest.mark.parametrize(("words", "shared"), [
    ("Please share salary.txt with {}, the file with the id 11 stays here", [SALARY]),
    ("Please share the file with the id 12 with {}, the file with the id 11 stays here", [SALARY]),
    ("The file with the id 11 stays here, please share salary.txt with {}", []),
    ("Please share the file with the id 11 with {}, salary.txt stays here", [PLAN]),
    ('Please share plan.txt with {} and tell him "salary.txt comes later"', [PLAN]),
    ("Please share plan.txt as 'reader' with {}", [PLAN]),
    ("plan.txt is done, please share it with {} and keep salary.txt", [PLAN]),
])  # fmt: skip
def test_a_thing_that_stays_is_not_shared(words: str, shared: list[str]) -> None:
    told = {
        one: doubt(words.format(BOB), SHARE_FILE, FILES, id=one, to=BOB, may="") for one in (PLAN, SALARY)
    }
    assert [one for one, doubted in told.items() if doubted is None] == shared


@pytest.mark.parametrize(("words", "amount", "subject", "doubted"), [
    ("Please pay the Landlord. It is 50 EUR now and 900 EUR later.", 900, "", True),
    ('Please pay the Landlord 50 EUR. The text is "rent".', 50, "rent", False),
    ('Please pay the Landlord 50 EUR. The text for the Gym is "I quit".', 50, "I quit", True),
])  # fmt: skip
def test_what_another_sentence_holds_is_for_whom_it_names(
    words: str, amount: int, subject: str, *, doubted: bool
) -> None:
    payees = kept("payee", Sink.ACCOUNT, Landlord=A, Gym=B)
    told = doubt(words, PAY, payees, account=A, amount=amount, subject=subject)
    assert (told is not None) is doubted


def test_a_payee_is_no_rival_of_an_account_that_was_written_out() -> None:
    payees = kept("payee", Sink.ACCOUNT, Landlord=A, Gym=B)
    assert (
        doubt(f"Please pay 50 EUR for the Gym to {C}", PAY, payees, account=C, amount=50, subject="") is None
    )


def test_what_a_payment_is_for_may_stand_between_it_and_another_sum() -> None:
    words = f'Pay 50 EUR to {A} with the subject "rent", I have 900 EUR left'
    assert doubt(words, PAY, account=A, amount=50, subject="rent") is None


@pytest.mark.parametrize("value", ["bobby", "xyz", "b@x.org"])
def test_whom_a_name_calls_is_no_other_than_the_name(value: str) -> None:
    contacts = kept("contact", Sink.RECIPIENT, Bob=value, Carol="carla")
    assert doubt("Call Bob at 3 pm", CALL, contacts, to=value, at="15:00") is None


def test_those_who_get_it_together_are_no_rivals() -> None:
    contacts = kept("contact", Sink.RECIPIENT, Bob="@bob", Carol="@carol")
    sent = {"to": ["@bob", "@carol"], "subject": "", "body": "see you"}
    assert doubt('Please tell Bob "see you" and tell Carol', SEND_MAIL, contacts, **sent) is None


@pytest.mark.parametrize(("words", "to", "body", "doubted"), [
    (f'{BOB} gets "I quit", please mail {CAROL}', CAROL, "I quit", True),
    (f'Send to {BOB} "hi"\n{CAROL} is ill', BOB, "hi", False),
    (f'Send to {BOB} "see you" for lunch', BOB, "see you", False),
    (f'Reply "see you" to the mail from {BOB}', BOB, "see you", False),
    (f"Please tell {BOB} that {CAROL} is ill", BOB, f"{CAROL} is ill", False),
    # A name is no text for whom it names.
    (f"Please write {BOB} and {CAROL}", BOB, BOB, True),
    (f"Please write {CAROL}, tell {BOB}", BOB, BOB, True),
])  # fmt: skip
def test_a_text_goes_to_whom_it_was_said_for(words: str, to: str, body: str, *, doubted: bool) -> None:
    assert (doubt(words, SEND_MAIL, to=[to], subject="", body=body) is not None) is doubted


@pytest.mark.parametrize(("words", "to", "doubted"), [
    (f"Please call {HER} tomorrow", HER, False),
    (f"Tomorrow call {HER} and on Friday {HIM}", HER, False),
    (f"Tomorrow call {HER} and on Friday {HIM}", HIM, True),
    (f"Please call {HER} and {HIM}\nTomorrow I am away", HIM, True),
    (f"Please call {HER} tomorrow, her brother has {HIM}", HIM, True),
])  # fmt: skip
def test_a_day_is_for_the_call_that_it_was_said_for(words: str, to: str, *, doubted: bool) -> None:
    assert (doubt(words, CALL, to=to, at="tomorrow") is not None) is doubted


def test_an_hour_may_be_said_apart_from_its_day() -> None:
    words = f"Tomorrow call {HER} and {HIM}, at 12:00"
    assert doubt(words, CALL, to=HER, at="2026-11-23 12:00") is None


def test_a_list_of_sums_for_one_account_is_plain_and_for_several_it_is_not() -> None:
    many = replace(
        tool("pay_lists", Effect.SPEND, Reach.OUTSIDE),
        sinks={"accounts[]": Sink.ACCOUNT, "amounts[]": Sink.AMOUNT},
    )
    words = f"Pay 50 EUR and 20 EUR to {A}"
    assert doubt(words, many, accounts=[A], amounts=[50, 20]) is None
    told = doubt(f"{words} and {B}", many, accounts=[A, B], amounts=[50, 20])
    assert told == "You said each of them for one, and not plainly which is whose."


def test_what_is_read_may_come_from_anywhere_that_was_said() -> None:
    words = "Fetch the news from https://x.org/a and https://x.org/b"
    assert doubt(words, FETCH, url="https://x.org/a") is None


def test_a_transfer_goes_the_way_it_was_said_also_after_another_argument() -> None:
    filed = tool(
        "filed", Effect.SPEND, Reach.OUTSIDE, path=Sink.PATH, source=Sink.ACCOUNT, target=Sink.ACCOUNT
    )
    words = f"Transfer the money from {A} to {B} and write it in notes/x.txt"
    assert doubt(words, filed, path="notes/x.txt", source=A, target=B) is None
    told = doubt(words, filed, path="notes/x.txt", source=B, target=A)
    assert told == "You said source and target, but not plainly which is which."
