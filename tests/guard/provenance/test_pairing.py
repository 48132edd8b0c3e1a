"""Whether the values of a call were said together."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.readings import (
    ADD_EVENT,
    BY_SYSTEM,
    DELETE_FILE,
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

A, B = "GB29NWBK60161331926819", "DE89370400440532013000"
C = "RO49AAAA1B31007593840000"
PAGE = page("news")
PAY_MANY = replace(
    tool("pay_many", Effect.SPEND, Reach.OUTSIDE),
    sinks={
        "payments[]": Sink.OPTION,
        "payments[].account": Sink.ACCOUNT,
        "payments[].amount": Sink.AMOUNT,
        "memo": Sink.CONTENT,
    },
)
MOVE = tool("move", Effect.SPEND, Reach.OUTSIDE, source=Sink.ACCOUNT, target=Sink.ACCOUNT, amount=Sink.AMOUNT)
ODD = tool("odd", Effect.SPEND, Reach.OUTSIDE, one=Sink.ACCOUNT, two=Sink.ACCOUNT, amount=Sink.AMOUNT)
CALL = tool("call", Effect.SEND, Reach.OUTSIDE, to=Sink.RECIPIENT, at=Sink.TIME)


def doubt(words: str, spec: ToolSpec, **arguments: Any) -> str | None:
    return judged(heard(words, PAGE), spec, **arguments).doubt


def paid(account: str, amount: int) -> dict[str, Any]:
    return {"account": account, "amount": amount, "subject": ""}


@pytest.mark.parametrize(
    "words",
    [f"Pay 50 EUR to {A} and 900 EUR to {B}", f"To {A} pay 50 EUR and to {B} pay 900 EUR",
     f"Pay 50 EUR to {A}. Pay 900 EUR to {B}."],
)  # fmt: skip
def test_each_amount_goes_with_its_account(words: str) -> None:
    assert doubt(words, PAY, **paid(A, 50)) is None
    assert doubt(words, PAY, **paid(B, 900)) is None
    assert doubt(words, PAY, **paid(A, 900)) is not None
    assert doubt(words, PAY, **paid(B, 50)) is not None


def test_the_question_names_what_was_said_of_different_things() -> None:
    words = f"Pay 50 EUR to {A} and 900 EUR to {B}"
    assert doubt(words, PAY, **paid(A, 900)) == "You said account and amount of different things."


def test_one_amount_may_be_for_many() -> None:
    words = f"Pay 50 EUR to {A} and {B}"
    assert doubt(words, PAY, **paid(A, 50)) is None


def test_each_item_of_a_list_is_a_call_of_its_own() -> None:
    words = f"Pay the amount 50 EUR to the account {A} and the amount 900 EUR to the account {B}"
    right = [{"account": A, "amount": 50}, {"account": B, "amount": 900}]
    crossed = [{"account": A, "amount": 900}, {"account": B, "amount": 50}]
    assert doubt(words, PAY_MANY, payments=right, memo="") is None
    assert doubt(words, PAY_MANY, payments=crossed, memo="") is not None
    twice = [{"account": A, "amount": 50}, {"account": A, "amount": 50}]
    assert doubt(words, PAY_MANY, payments=twice, memo="") == "payments[1].account stands there twice."


def test_a_transfer_goes_the_way_it_was_said() -> None:
    words = f"Transfer 50 EUR from {A} to {B}"
    assert doubt(words, MOVE, source=A, target=B, amount=50) is None
    assert doubt(words, MOVE, source=B, target=A, amount=50) is not None
    assert doubt(words, ODD, one=A, two=B, amount=50) is not None
    turned = doubt(words, MOVE, source=B, target=A, amount=50)
    assert turned == "You said source and target, but not plainly which is which."
    whence = doubt(words, ODD, one=A, two=B, amount=50)
    assert whence == "You said one and another like it, but not plainly which is which."


def test_without_a_word_for_the_way_it_is_asked() -> None:
    assert doubt(f"Transfer 50 EUR, {A}, {B}", MOVE, source=A, target=B, amount=50) is not None


def test_of_two_that_only_stand_there_none_is_the_one_that_a_name_wants() -> None:
    words = f"Pay {A} and {B}"
    aimed = doubt(words, MOVE, source=A, target=B)
    assert aimed == "You said target and source, but not plainly which is which."
    assert doubt(words, ODD, one=A, two=B) == "You said one and two, but not plainly which is which."


def test_a_text_between_two_people_could_be_for_either() -> None:
    words = 'Tell bob@example.org "I quit" and carol@example.org "see you"'
    assert doubt(words, SEND_MAIL, to=["carol@example.org"], subject="", body="see you") is None
    assert doubt(words, SEND_MAIL, to=["bob@example.org"], subject="", body="see you") is not None
    assert doubt(words, SEND_MAIL, to=["bob@example.org"], subject="", body="I quit") is not None


def test_a_choice_that_was_made_of_something_else_is_none_of_this() -> None:
    shared = {"id": "13", "to": "bob@example.org", "may": "write"}
    assert doubt("Share file id 13 with bob@example.org to write", SHARE_FILE, **shared) is None
    elsewhere = "Share file id 13 with bob@example.org. I want to write well"
    assert doubt(elsewhere, SHARE_FILE, **shared) == "You said may and id of different things."


def test_one_number_is_a_rival_of_another_and_one_name_of_another() -> None:
    numbers = 'Send "see you" to 555-123-4567 and "I quit" to 555-765-4321'
    sent = {"subject": "", "body": "see you"}
    assert doubt(numbers, SEND_MAIL, to=["555-765-4321"], **sent) is not None
    names = 'Send "see you" to Carol and "I quit" to Bob'
    assert doubt(names, SEND_MAIL, to=["Carol"], **sent) is None
    assert doubt(names, SEND_MAIL, to=["Bob"], **sent) == "You said to[0] and body of different things."


@pytest.mark.parametrize("to", ["555-123-4567", "bob@example.org"])
def test_a_name_that_the_message_turns_to_is_a_rival_of_a_number_and_an_address(to: str) -> None:
    words = f'Send "see you" to {to} and "I quit" to Carol'
    sent = {"subject": "", "body": "I quit"}
    for each in (to, "Carol"):
        assert doubt(words, SEND_MAIL, to=[each], **sent) == "You said to[0] and body of different things."
    assert doubt(words, SEND_MAIL, to=[to], subject="", body="see you") is None


@pytest.mark.parametrize(
    ("whom", "doubted"),
    [
        ("Carol at 555-123-4567", False),
        ("Carol (555-123-4567)", False),
        ("Carol's phone, 555-123-4567", False),
        ("Carol on her number: 555-123-4567", False),
        ("Carol and 555-123-4567", True),
        ("Carol about the boiler which leaks, 555-123-4567", True),
    ],
)
def test_a_name_that_only_says_whose_number_it_is_is_no_rival(whom: str, doubted: bool) -> None:
    words = f"At 3 pm call {whom}"
    assert (doubt(words, CALL, to="555-123-4567", at="15:00") is not None) is doubted


@pytest.mark.parametrize("said", ['"I quit"', "'I quit'", "“I quit”"])
def test_a_text_between_a_name_and_a_number_keeps_them_apart(said: str) -> None:
    words = f'Send to Carol {said}, 555-123-4567 "see you"'
    found = doubt(words, SEND_MAIL, to=["555-123-4567"], subject="", body="I quit")
    assert found == "You said to[0] and body of different things."


def test_what_has_no_capital_is_nobody_beside_an_address() -> None:
    words = 'For lunch send "see you" to bob@example.org'
    assert doubt(words, SEND_MAIL, to=["bob@example.org"], subject="", body="see you") is None


def test_whose_address_it_is_the_address_may_say_itself() -> None:
    words = 'Reply to Carol with "see you", she is carol@example.org'
    assert doubt(words, SEND_MAIL, to=["carol@example.org"], subject="", body="see you") is None


def test_a_number_is_no_rival_of_an_address() -> None:
    words = 'Send "see you" to bob@example.org, Carol has +49 151 5551234'
    assert doubt(words, SEND_MAIL, to=["bob@example.org"], subject="", body="see you") is None


def test_an_hour_needs_only_the_same_sentence() -> None:
    words = "Call +49 151 5551234 at 12:00, not before. And invite +49 151 7771234."
    assert doubt(words, CALL, to="+49 151 5551234", at="12:00") is None
    assert doubt(words, CALL, to="+49 151 7771234", at="12:00") is not None


def test_a_time_of_day_and_date_goes_with_a_guest_beside_another() -> None:
    words = "Add 'Lunch' on 2026-11-23 at 12:00 with bob@example.org and eve@example.org"
    call = {"title": "Lunch", "start": "2026-11-23 12:00", "guests": ["bob@example.org"], "private": False}
    assert doubt(words, ADD_EVENT, **call) is None


@pytest.mark.parametrize(("one", "other"), [
    ("bob@example.org", "carol@example.org"), ("555-123-4567", "555-765-4321"),
    ("+49 151 5551234", "555-765-4321"),
])  # fmt: skip
def test_whoever_is_written_the_same_way_is_a_rival_wherever_they_stand(one: str, other: str) -> None:
    words = f'Send this: {one} gets "I quit", {other} gets "see you"'
    crossed = doubt(words, SEND_MAIL, to=[one], subject="", body="see you")
    assert crossed == "You said to[0] and body of different things."


def test_a_name_that_is_only_mentioned_is_no_rival_of_a_number() -> None:
    words = 'Carol is ill, so send "see you" to 555-123-4567'
    assert doubt(words, SEND_MAIL, to=["555-123-4567"], subject="", body="see you") is None


def test_a_text_between_two_people_is_for_both_where_both_get_it() -> None:
    words = 'Send to bob@example.org "see you" and to carol@example.org'
    sent = {"subject": "", "body": "see you"}
    assert doubt(words, SEND_MAIL, to=["bob@example.org", "carol@example.org"], **sent) is None


def test_an_amount_of_another_sentence_is_for_something_else() -> None:
    words = f"Pay 50 EUR to {A}. The other 900 EUR stay where they are"
    assert doubt(words, PAY, **paid(A, 50)) is None
    assert doubt(words, PAY, **paid(A, 900)) == "You said amount and account of different things."


def test_three_payments_at_once_are_three_pairs() -> None:
    words = ", ".join(
        f"pay the amount {sum_} EUR to the account {to}" for sum_, to in ((50, A), (900, B), (7, C))
    )
    right = [{"account": to, "amount": sum_} for sum_, to in ((50, A), (900, B), (7, C))]
    assert doubt(words, PAY_MANY, payments=right, memo="") is None


def test_in_whatever_order_the_arguments_come_a_transfer_goes_the_way_it_was_said() -> None:
    words = f"Transfer 50 EUR from {A} to {B}"
    assert doubt(words, MOVE, amount=50, source=A, target=B) is None
    assert doubt(words, MOVE, amount=50, source=B, target=A) is not None
    sent = {"subject": "", "body": "hi"}
    mails = 'Send "hi" from bob@example.org to carol@example.org'
    assert doubt(mails, SEND_MAIL, **sent, to=["bob@example.org"]) == (
        "You said to[0] and another like it, but not plainly which is which."
    )


def test_nobody_stands_twice_in_one_list() -> None:
    words = 'Send "hi" to @bob and bob and @carol'
    sent = {"subject": "", "body": "hi"}
    assert doubt(words, SEND_MAIL, to=["@bob", "bob"], **sent) == "to[1] stands there twice."
    assert doubt(words, SEND_MAIL, to=["bob", "@carol"], **sent) is None


def test_what_is_said_twice_was_said_at_both_places() -> None:
    words = f"Pay 50 EUR to {A} and 900 EUR to {B}. Yes, to {A}."
    assert doubt(words, PAY, **paid(A, 50)) is None
    assert doubt(words, PAY, **paid(A, 900)) is not None


FILES = files(**{"plan.txt": "", "salary.txt": ""})
PLAN, SALARY = "11", "12"
BOB = "bob@example.org"


def kept(what: str, role: Sink, **named: str) -> Reading:
    """Records of the person's own, each with a name and one value."""
    fields = (
        ResultField("[].id", BY_SYSTEM, Sink.ID, what),
        ResultField("[].name", BY_SYSTEM, names=True),
        ResultField("[].value", BY_SYSTEM, role),
    )
    items = [{"id": f"r{at}", "name": name, "value": value} for at, (name, value) in enumerate(named.items())]
    return Reading("c7", f"your {what}s", "", OUTSIDE_WORDS, items, fields)


def by_name(words: str, spec: ToolSpec, held: Reading, **arguments: Any) -> str | None:
    return judged(heard(words, PAGE, held), spec, **arguments).doubt


@pytest.mark.parametrize(("words", "shared"), [
    ("Please share plan.txt with {}", [PLAN]),
    ("Please share plan.txt and salary.txt with {}", [PLAN, SALARY]),
    ("Please share with {} plan.txt and salary.txt", [PLAN, SALARY]),
    ("Please share plan.txt and keep salary.txt, with {} as reader", []),
    ("Please keep salary.txt and share plan.txt with {}", []),
    ("I wrote plan.txt. Please share it with {}", [PLAN]),
    ("Please share the file 'plan.txt' with {}", [PLAN]),
    ("Please share plan.txt with {} and salary.txt with carol@example.org", [PLAN]),
    ("Please share plan.txt with {}, but not salary.txt", [PLAN]),
    ("Please share plan.txt with {}. Never share salary.txt with anybody.", [PLAN]),
    ("Please share plan.txt with {}. Keep salary.txt private.", [PLAN]),
    ('Please share plan.txt with {} and tell him "the salary.txt comes later"', [PLAN]),
    ("Please share plan.txt with {} (salary.txt stays here)", [PLAN]),
    ("Please do not share salary.txt with {}", []),
    ("Please share plan.txt with {} and delete salary.txt", [PLAN]),
    ("Is salary.txt shared? Please share plan.txt with {}", [PLAN]),
    ("Bitte teile plan.txt mit {}, salary.txt aber nicht", [PLAN]),
])  # fmt: skip
def test_a_thing_is_shared_that_was_named_where_it_was_asked_for(words: str, shared: list[str]) -> None:
    called = {"to": BOB, "may": ""}
    told = {one: by_name(words.format(BOB), SHARE_FILE, FILES, id=one, **called) for one in (PLAN, SALARY)}
    assert [one for one, doubted in told.items() if doubted is None] == shared


@pytest.mark.parametrize(("words", "deleted"), [
    ("Please delete plan.txt.", [PLAN]), ("Please delete plan.txt. Keep salary.txt.", [PLAN]),
    ("Please delete plan.txt and salary.txt.", [PLAN, SALARY]),
    ("Please delete it. I mean plan.txt.", [PLAN]),
])  # fmt: skip
def test_what_is_only_spoken_of_is_not_deleted(words: str, deleted: list[str]) -> None:
    told = {one: by_name(words, DELETE_FILE, FILES, id=one) for one in (PLAN, SALARY)}
    assert [one for one, doubted in told.items() if doubted is None] == deleted


def test_the_question_says_that_another_thing_was_asked_for() -> None:
    told = by_name("Please delete plan.txt. Keep salary.txt.", DELETE_FILE, FILES, id=SALARY)
    assert told == "You spoke of id, but asked for it of another."


@pytest.mark.parametrize(("words", "to", "doubted"), [
    ('Please tell Bob "Carol is fired"', "b@x.org", False),
    ('Please tell Bob "Carol is fired"', "c@x.org", True),
    ('Please send "Carol is fired" to Bob and "I love you" to Carol', "b@x.org", False),
    ('Please send "Carol is fired" to Bob and "I love you" to Carol', "c@x.org", True),
    ('Please tell Bob "Carol is fired", and never tell Carol', "c@x.org", True),
])  # fmt: skip
def test_a_contact_gets_what_was_said_to_them(words: str, to: str, doubted: bool) -> None:
    held = kept("contact", Sink.RECIPIENT, Bob="b@x.org", Carol="c@x.org")
    found = by_name(words, SEND_MAIL, held, to=[to], subject="", body="Carol is fired")
    assert (found is not None) is doubted


@pytest.mark.parametrize(("words", "account", "amount", "doubted"), [
    ("Please pay 50 EUR to the Landlord.", A, 50, False),
    ("Please pay 50 EUR to the Landlord and 900 EUR to the Gym.", A, 50, False),
    ("Please pay 50 EUR to the Landlord and 900 EUR to the Gym.", B, 900, False),
    ("Please pay 50 EUR to the Landlord and 900 EUR to the Gym.", A, 900, True),
    ("Please pay 50 EUR to the Landlord, but nothing to the Gym.", B, 50, True),
    ("Please pay 50 EUR to the Landlord. I quit the Gym.", B, 50, True),
])  # fmt: skip
def test_a_payee_gets_what_was_said_for_them(words: str, account: str, amount: int, doubted: bool) -> None:
    held = kept("payee", Sink.ACCOUNT, Landlord=A, Gym=B)
    assert (by_name(words, PAY, held, **paid(account, amount)) is not None) is doubted


def test_named_accounts_stand_the_way_round_that_was_said() -> None:
    held = kept("account", Sink.ACCOUNT, Savings=A, Landlord=B)
    words = "Please transfer 50 EUR from my Savings to the Landlord"
    assert by_name(words, MOVE, held, source=A, target=B, amount=50) is None
    assert by_name(words, MOVE, held, source=B, target=A, amount=50) is not None


CHANGE = tool("update_event", Effect.WRITE, ids={"id": "event"}, id=Sink.ID, start=Sink.TIME)


@pytest.mark.parametrize(("words", "doubted"), [
    ("Please move Lunch to 2026-11-25 13:00.", False),
    ("Please move Lunch to 2026-11-25 at 13:00 and Dinner to 2026-11-26 at 20:00.", False),
    ("Please move Dinner to 2026-11-25 at 13:00 and Lunch to 2026-11-26 at 20:00.", True),
    ("Please move Dinner to 2026-11-25 13:00, not Lunch.", True),
    ('Please move "Dinner" to 2026-11-25 13:00. Lunch stays where it is.', True),
    ("After Dinner at 11:00 please move Lunch to 2026-11-25 13:00.", False),
])  # fmt: skip
def test_an_event_is_moved_to_the_time_that_was_said_for_it(words: str, doubted: bool) -> None:
    held = kept("event", Sink.OPTION, Lunch="x", Dinner="y")
    assert (by_name(words, CHANGE, held, id="r0", start="2026-11-25 13:00") is not None) is doubted


IBAN = "GB29NWBK60161331926819"
OTHER = "DE89370400440532013000"
PAY_DEEP = replace(
    tool("pay_deep", Effect.SPEND, Reach.OUTSIDE),
    sinks={
        "days[].payments": Sink.AMOUNT,
        "days[].payments[].account": Sink.ACCOUNT,
        "days[].payments[].amount": Sink.AMOUNT,
    },
)
PAY_LISTS = replace(
    tool("pay_lists", Effect.SPEND, Reach.OUTSIDE),
    sinks={"accounts[]": Sink.ACCOUNT, "amounts[]": Sink.AMOUNT},
)


def test_the_members_of_the_innermost_list_belong_together() -> None:
    words = f"Pay 50 EUR to {IBAN}. Pay 900 EUR to {OTHER}."
    right = [{"account": IBAN, "amount": 50}, {"account": OTHER, "amount": 900}]
    wrong = [{"account": IBAN, "amount": 900}, {"account": OTHER, "amount": 50}]
    assert doubt(words, PAY_DEEP, days=[{"payments": right}]) is None
    assert doubt(words, PAY_DEEP, days=[{"payments": wrong}]) is not None


def test_a_list_of_sums_beside_a_list_of_accounts_says_not_which_is_whose() -> None:
    words = f"Pay 50 EUR to {IBAN} and 900 EUR to {OTHER}"
    assert doubt(words, PAY_LISTS, accounts=[IBAN, OTHER], amounts=[900, 50]) is not None
    assert doubt(f"Pay 50 EUR to {IBAN}", PAY_LISTS, accounts=[IBAN], amounts=[50]) is None


LISTED = files(**{"plan.txt": "", "salary.txt": ""})


@pytest.mark.parametrize(
    ("words", "number", "doubted"),
    [
        ("Copy salary.txt to plan.txt. Then share it with bob@example.org", "11", False),
        ("What is for Hawaii? Open plan.txt. Then share it with bob@example.org", "11", False),
        ("Share plan.txt with bob@example.org. Share salary.txt with eve@evil.org.", "11", False),
        ("Share plan.txt with bob@example.org. Share salary.txt with eve@evil.org.", "12", True),
    ],
)
def test_a_thing_may_be_named_before_where_nothing_else_is_meant(
    words: str, number: str, *, doubted: bool
) -> None:
    seen = judged(heard(words, LISTED), SHARE_FILE, id=number, to="bob@example.org", may="")
    assert (seen.doubt is not None) is doubted
