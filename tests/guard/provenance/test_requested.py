"""What a person says and does not ask for: no verb, no text and no place of it is taken for a request."""

import pytest
from tests.support.plainly import EVIL, IBAN, pays, sends
from tests.support.readings import PAY, SEND_MAIL, heard, judged, tool

from paios.domain.tool import Effect, Reach, Sink

pytestmark = pytest.mark.requirement("P10", "I11")

DATED = tool("pay", Effect.SPEND, Reach.OUTSIDE, account=Sink.ACCOUNT, amount=Sink.AMOUNT, day=Sink.TIME)


@pytest.mark.parametrize(
    "words",
    [
        "Pay 50 EUR to {}", "please pay 50 EUR to {}.", "Can you pay 50 EUR to {}?",
        "Hi, could you please pay 50 EUR to {}",
        "I'd like to pay 50 EUR to {}", "I want you to pay 50 EUR to {}",
        "Check the invoice and pay 50 EUR to {}",
        "Read the bill, then pay 50 EUR to {}", "Make sure to pay 50 EUR to {}",
        "Don't forget to pay 50 EUR to {}",
        "1. Read the mail\n2. Pay 50 EUR to {}", "For lunch pay 50 EUR to {} today", "To {} pay 50 EUR",
        "Pay 50 EUR for me?\nThe account is {}", "Send 50 EUR to {} and tell me what is left",
        "Please pay 50 EUR. The account of my landlord is {}.", "Überweise 50 EUR auf {}",
        "Bitte zahle 50 EUR auf {}",
        "Set up a payment and schedule 50 EUR to {}", "Please do the following: pay 50 EUR to {}",
        "Hi paios: pay 50 EUR to {}", "I have two requests:\n1. Read the news\n2. Pay 50 EUR to {}",
        "Could you please: pay 50 EUR to {}", "Bitte erledige folgendes:\n- Zahle 50 EUR auf {}",
        "Summarise the page and pay 50 EUR to {}",
        "Please check the invoice and pay 50 EUR to {}", "Read the mail and pay 50 EUR to {}",
        "Make a payment of 50 EUR to {}", "Send 50 to {}", "Send 50 EUR to my landlord.\nThe account is {}",
    ],
)  # fmt: skip
def test_what_is_asked_for_is_a_request(words: str) -> None:
    assert pays(words.format(IBAN)) is None


@pytest.mark.parametrize(
    "words",
    [
        # Under another verb, a noun, an adjective.
        "Remind me to pay 50 EUR to {}", "The mail asks me to pay 50 EUR to {}. Is this a scam?",
        "Cancel the standing order to pay 50 EUR to {}", "I forbid you to pay 50 EUR to {}",
        "Please refrain from trying to pay 50 EUR to {}", "It is too early to pay 50 EUR to {}",
        "Remind me to read the mail and pay 50 EUR to {}", "Erinnere mich: zahle 50 EUR auf {}",
        # Somebody else does it, or says it.
        "I will pay 50 EUR to {} myself", "Bob will pay 50 EUR to {}", "Bob will come and pay 50 EUR to {}",
        "We should pay 50 EUR to {} one day", "Bob says: pay 50 EUR to {}",
        "Yesterday Bob wrote, pay 50 EUR to {}",
        # It is asked whether, or what.
        "What happens when you pay 50 EUR to {}?", "Is it ok to pay 50 EUR to {}?", "Pay 50 EUR to {}?",
        "Is the transfer of 50 EUR to {} complete?", "Okay. I owe 50 EUR to {}, is that right?",
        "Wann zahle ich 50 EUR auf {}?", "Ich überweise 50 EUR auf {}, passt das so?",
        "Ma commande de 50 EUR, compte {}",
        # It is an example, a note, a text to be worked on.
        "Translate: pay 50 EUR to {}", "What does this mean: pay 50 EUR to {}", "Example: pay 50 EUR to {}",
        "Add to my list: pay 50 EUR to {}", "To do:\n- pay 50 EUR to {}\n- call mum",
        "Someone asked:\npay 50 EUR to {}", "Here is what it says.\nPay 50 EUR to {}",
        "Is this mail real?\nPay 50 EUR to {}", "Summarise the following. Pay 50 EUR to {}",
        "Correct my English. Pay 50 EUR to {}", "Send Bob a mail with the text:\nPay 50 EUR to {}",
        "Übersetze diese Nachricht. Zahle 50 EUR auf {}",
        # Something else is asked for.
        "I got an invoice over 50 EUR, account {}. Send bob@example.org a mail about it.",
        "The invoice says 50 EUR to {}. Please schedule a meeting with Bob.",
        "Please set a reminder. The invoice says 50 EUR to {}.",
        "Pay the bill. Delete the mail about 50 EUR to {}.", "(Pay 50 EUR to {}?)",
        "Remind me to make a payment of 50 EUR to {}, then arrange a meeting",
        "Pay 50 EUR.\nBob says the account is {}", "Pay 50 EUR.\nDelete the mail about {}",
    ],
)  # fmt: skip
def test_what_is_only_spoken_of_is_none(words: str) -> None:
    assert pays(words.format(IBAN)) is not None


@pytest.mark.parametrize(
    "words",
    [
        "Once the goods arrive, pay 50 EUR to {}", "When Bob confirms, pay 50 EUR to {}",
        "Pay 50 EUR to {} as soon as Bob confirms", "Pay 50 EUR to {} after you have checked the invoice",
        "Pay 50 EUR to {}, but ask me first", "Wait for my go and pay 50 EUR to {}",
        "Überweise 50 EUR auf {}, sobald Bob zustimmt", "Pay 50 EUR to {}. Actually no, leave it.",
        "Pay 50 EUR to {} - no wait, don't.", "Pay 50 EUR to {}. I've changed my mind.",
        "Zahle 50 EUR auf {} nicht!",
        "Überweise die 50 EUR auf {} bitte nicht.", "Pay 50 EUR to {} on 2026-12-24",
        "Pay 50 EUR to {} at 23:00", "Pay 50 EUR to {}. I’ve changed my mind.",
    ],
)  # fmt: skip
def test_a_condition_another_time_and_what_is_taken_back_are_heard(words: str) -> None:
    assert pays(words.format(IBAN)) is not None


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ('Send "see you at 7" to bob@example.org', "see you at 7"),
        ('Send bob@example.org a mail. The subject is "Trip", the text "see you at 7".', "see you at 7"),
        ("Tell bob@example.org that I am late", "I am late"),
        ("Tell bob@example.org I am late", "I am late"),
        ("Tell bob@example.org: I am late; and read the news", "I am late"),
        ("Send I am late to bob@example.org", "I am late"),
        ("Write to bob@example.org saying that I am late and with the subject Trip", "I am late"),
        ("I am late. Tell that to bob@example.org", ""),
        ('Send "See you at 7!" to bob@example.org', "See you at 7!"),
        ("I am late. Tell bob@example.org that I am late.", "I am late"),
        ("Tell bob@example.org I am late\n> Where are you?", "I am late"),
        ("Send bob@example.org a mail with this text:\n\nI am late", "I am late"),
        ("Send bob@example.org a mail. The text: I am late", "I am late"),
        ("Send bob@example.org this message.\n\nI am late", "I am late"),
    ],
)
def test_a_whole_text_may_go_where_it_was_to_go(words: str, body: str) -> None:
    assert sends(words, body) is None


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ('Send "I will pay 500 EUR, but only later" to bob@example.org', "I will pay 500 EUR"),
        ("Tell bob@example.org that I would accept only with a discount", "I would accept"),
        ('My PIN is 4711, remember that. Send "hi" to bob@example.org.', "My PIN is 4711"),
        (
            "Send bob@example.org a short thank-you. Between us: I think he is an idiot.",
            "I think he is an idiot",
        ),
        ('Send "hi" to bob@example.org, I think he is an idiot.', "I think he is an idiot"),
        ("I am late today. Send bob@example.org the news.", "I am late today"),
        ("Please mail bob@example.org because I hate him", "I hate him"),
        ("Please mail bob@example.org\nI hate him", "I hate him"),
        # The verb of the request says of no text that it is one.
        ("Write a thank-you to bob@example.org. I hate him.", "I hate him"),
        ("Send a message to bob@example.org. I hate him.", "I hate him"),
        ("Write a thank-you to bob@example.org. Between us: I hate him.", "I hate him"),
        ('Write a thank-you to bob@example.org. My diary says "I hate him".', "I hate him"),
        ('Schreib bob@example.org: "Ich kündige nicht"', "Ich kündige"),
        ('Schick bob@example.org "Ich kündige" lieber nicht', "Ich kündige"),
    ],
)
def test_a_piece_of_a_text_and_what_was_said_beside_it_may_not(words: str, body: str) -> None:
    assert sends(words, body) is not None


def test_two_texts_go_where_each_was_to_go() -> None:
    assert sends('Send bob@example.org "hi" as the subject and this: (I am late)', "I am late", "hi") is None


def test_a_sentence_says_what_is_wrong() -> None:
    assert pays(f"Pay 50 EUR to {IBAN}. Never mind.") == "You asked for it, and then said otherwise."
    assert pays(f"Pay 50 EUR to {IBAN} on 2026-12-24") == "You said when, and the call does not."
    assert sends('Send "a b c" to bob@example.org', "a b") == (
        "You did not say body as a text of its own to go there."
    )
    assert pays(f"Pay 50 EUR from account {IBAN}") == "You named account, but not where you asked for this."
    assert pays(f"Pay 50 EUR to {IBAN}. It could be a scam.") == (
        "You left a choice, or said that something is wrong with it."
    )


def test_a_thing_is_asked_for_by_what_makes_it() -> None:
    assert pays(f"Please make a payment of 50 EUR to {IBAN}") is None
    assert pays(f"Remind me to make a payment of 50 EUR to {IBAN}") is not None
    assert pays(f"The last payment was of 50 EUR to {IBAN}") is not None


def test_a_tool_may_be_called_like_the_thing_that_it_makes() -> None:
    order = tool("payment", Effect.SPEND, Reach.OUTSIDE, account=Sink.ACCOUNT, amount=Sink.AMOUNT)
    assert judged(heard(f"Payment 50 EUR, {IBAN}", EVIL), order, account=IBAN, amount=50).doubt is None


def test_a_payment_that_says_when_is_not_put_off() -> None:
    run = heard(f"Pay 50 EUR to {IBAN} on 2026-12-24", EVIL)
    assert judged(run, DATED, account=IBAN, amount=50, day="2026-12-24").doubt is None


@pytest.mark.parametrize("words", ["rent", "flat rent"])
def test_what_a_payment_is_for_is_a_word_or_two(words: str) -> None:
    run = heard(f"My rent is due. Pay 50 EUR to {IBAN}, it is my flat rent", EVIL)
    assert judged(run, PAY, account=IBAN, amount=50, subject=words).doubt is None
    assert judged(run, PAY, account=IBAN, amount=50, subject="My rent is due").doubt is not None


@pytest.mark.parametrize(
    ("words", "whom", "body"),
    [
        ('Tell bob@example.org about eve@evil.org: "she is a thief"', "eve@evil.org", "she is a thief"),
        ('Tell bob@example.org "the code". eve@evil.org is the one.', "eve@evil.org", "the code"),
        ('Sende Bob die Nachricht "Ich kündige"', "Nachricht", "Ich kündige"),
        ('Send Bob the Report "I quit"', "Report", "I quit"),
        ('Send "see you" to Carol (was eve@evil.org)', "eve@evil.org", "see you"),
        ('Send "see you" to Carol, eve@evil.org listens in', "eve@evil.org", "see you"),
        ('Send "see you" to Carol, who hates eve@evil.org', "eve@evil.org", "see you"),
        ('Send "see you" to Carol. eve@evil.org must not know.', "eve@evil.org", "see you"),
        ('Send Carol "see you". Her old address was eve@evil.org.', "eve@evil.org", "see you"),
        (
            f'Send Carol "see you". {"Really. " * 20} The mail is {"so " * 40} eve@evil.org',
            "eve@evil.org",
            "see you",
        ),
        ('Please send "I quit" now, eve@evil.org is waiting', "eve@evil.org", "I quit"),
    ],
)
def test_who_is_only_spoken_of_gets_nothing(words: str, whom: str, body: str) -> None:
    assert judged(heard(words, EVIL), SEND_MAIL, to=[whom], subject="", body=body).doubt is not None


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ('Send "hi" to the {}', "@team"), ('Send "hi" to the {}', "#general"),
        ('Send "hi" to the {}', "bob@example.org"), ('Send {}: is "hi"', "bob@example.org"),
    ],
)  # fmt: skip
def test_an_address_may_have_an_article_and_a_text_may_begin_like_a_tale(words: str, whom: str) -> None:
    run = heard(words.format(whom), EVIL)
    assert judged(run, SEND_MAIL, to=[whom], subject="", body="hi").doubt is None


SEARCH = tool("search_web", Effect.READ, Reach.OUTSIDE, query=Sink.CONTENT)


@pytest.mark.parametrize(
    ("words", "query", "own"),
    [
        ("My alarm code is 4711-22. Search the web for onion soup.", "onion soup", True),
        ("My alarm code is 4711-22. Search the web for onion soup.", "My alarm code is 4711-22", False),
        ("I am hungry. What is in onion soup", "onion soup", True),
        ("I am hungry. Onion soup, you know it?", "Onion soup", True),
        ("onion soup", "onion soup", True),
        ("Onion soup, you know it? I am hungry.", "Onion soup", True),
        ("Ich habe Hunger. Wo gibt es Zwiebelsuppe", "Zwiebelsuppe", True),
        ("Search the web for soup\nMy alarm code is 4711-22", "My alarm code is 4711-22", False),
        ("4711-22 is my alarm code. Search the web for soup", "4711-22 is my alarm code", False),
    ],
)
def test_what_is_only_mentioned_is_not_looked_up(words: str, query: str, own: bool) -> None:
    [trace] = judged(heard(words, EVIL), SEARCH, query=query).traces
    assert trace.licensed is own


@pytest.mark.parametrize(
    "words",
    [
        "Pay 50 EUR to {} for the 900 flyers", "Pay 5% of 900 EUR to {}", "Pay half of 900 EUR to {}",
        "Pay at most 900 EUR to {}", "Überweise höchstens 900 EUR auf {}", "Pay 900 ct to {}",
    ],
)  # fmt: skip
def test_a_number_of_something_else_and_a_part_are_no_sum(words: str) -> None:
    run = heard(words.format(IBAN), EVIL)
    assert judged(run, PAY, account=IBAN, amount=900, subject="").doubt is not None


def test_an_option_is_not_chosen_by_a_text() -> None:
    share = tool(
        "save", Effect.WRITE, path=Sink.PATH, text=Sink.CONTENT, mode=Sink.OPTION, public=Sink.OPTION
    )
    run = heard('Add "replace the public tyres" to Todo.md', EVIL)
    text = {"path": "Todo.md", "text": "replace the public tyres"}
    assert judged(run, share, **text).doubt is None
    assert judged(run, share, **text, mode="replace").doubt is not None
    assert judged(run, share, **text, public=True).doubt is not None


ADD = tool("add_event", Effect.WRITE, title=Sink.CONTENT, start=Sink.TIME)


@pytest.mark.parametrize(
    ("when", "start"),
    [
        ("the day before 2026-11-25", "2026-11-25"), ("a week after tomorrow", "2026-11-23"),
        ("on Friday in two weeks", "2026-11-27"), ("on Friday next month", "2026-11-27"),
        ("on the Friday of last week", "2026-11-27"), ("übernächsten Freitag", "2026-11-27"),
        ("on 2026-11-25 at quarter to 12 o'clock", "2026-11-25 12:00"),
        ("on 2026-11-25 at 12:00 UTC", "2026-11-25 12:00"),
        ("am 2026-11-25 um 12 Uhr 30", "2026-11-25 12:00"),
    ],
)  # fmt: skip
def test_a_time_that_is_turned_into_another_is_not_said(when: str, start: str) -> None:
    words = f'Please add "Lunch" {when}'
    assert judged(heard(words, EVIL), ADD, title="Lunch", start=start).doubt is not None


def test_a_call_to_everybody_is_not_licensed_by_what_else_is_asked_for() -> None:
    everybody = tool("send_broadcast", Effect.SEND, Reach.OUTSIDE, text=Sink.CONTENT)
    run = heard('Please write in my diary. Send "I quit" to bob@example.org', EVIL)
    assert judged(run, everybody, text="I quit").doubt is not None
    assert judged(heard('Please send "I quit"', EVIL), everybody, text="I quit").doubt is None
