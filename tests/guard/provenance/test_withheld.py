"""How plainly a payment or a message is asked for: held back, put off, doubted, in words not known."""

import pytest
from tests.support.effort import effort
from tests.support.plainly import IBAN, pays, sends

pytestmark = pytest.mark.requirement("P10", "I11")


@pytest.mark.parametrize(
    "words",
    [
        "Pay 50 EUR to {}, but don't do it yet", "Pay 50 EUR to {}, but let me look at it before",
        "Set up a payment of 50 EUR to {} as a draft", "Pay 50 EUR to {}. Do not execute it.",
        "Set up a payment of 50 EUR to {}, I'll release it", "Zahle 50 EUR an {} als Entwurf",
        "Pay 50 EUR to {} without actually sending it", "Zahle 50 EUR auf {}, aber schick sie noch nicht ab",
        "Pay 50 EUR to {} (just kidding)", "Pay 50 EUR to {}, nothing real", "Pay 50 EUR to {} after my okay",
        "Paie 50 EUR à {}, mais ne le fais pas", "Paga 50 EUR a {}, pero no lo hagas",
        "Pay 50 EUR to {}, but don't yet send it", "Pay 50 EUR to {}, but do not execute this payment yet",
        "Pay 50 EUR to {}. I'd like to approve it first.", "Pay 50 EUR to {}, but I have to sign it",
        "Pay 50 EUR to {}, but hold it", "Pay 50 EUR to {}. Keep it pending.",
        "Pay 50 EUR to {}, but don't let it go out", "Pay 50 EUR to {} but don't ever send it",
        "Pay 50 EUR to {} but don't go ahead with it", "Pay 50 EUR to {} but dont send it",
        "Pay 50 EUR to {}, cancel that", "Pay 50 EUR to {}, only save it as template",
        # What holds one back could hold back the other.
        "If Bob agrees, pay 50 EUR to {}. Pay 20 EUR to GB33BUKB20201555555555.",
        "Pay 20 EUR to GB33BUKB20201555555555. If Bob agrees, pay 50 EUR to {}.",
        "Pay 50 EUR to {}. No wait, don't. Pay 20 EUR to GB33BUKB20201555555555.",
        "Pay 50 EUR to {}. But only if Bob has agreed.",
    ],
)  # fmt: skip
def test_what_is_held_back_waits_for_the_person(words: str) -> None:
    assert pays(words.format(IBAN)) is not None


@pytest.mark.parametrize(
    "words",
    [
        "Pay 50 EUR to {} and let me know.", "Don't forget to pay 50 EUR to {}.",
        "Pay 50 EUR to {}. I will be away.", "Pay 50 EUR to {}. Don't worry.",
        # What was said before the request speaks of something else.
        "Forget about the gym. Pay 50 EUR to {}", "Don't call Bob. Pay 50 EUR to {}",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_does_not(words: str) -> None:
    assert pays(words.format(IBAN)) is None


@pytest.mark.parametrize(
    "words",
    [
        # The account is no place where it goes to.
        "Pay 50 EUR from account {}", "Pay 50 EUR. My own account is {}.",
        "Pay 50 EUR. {} was my old account.",
        "Pay 50 EUR to the usual account. The old one was {}.", "Pay 50 EUR. I got a mail about {}.",
        "Pay 50 EUR. The account is {} and it is not to be used.",
        # It is said to be wrong, or there is a choice.
        "Pay 50 EUR. {} is a scam.", "Pay the 50 EUR bill. Careful: {} is fake.", "Pay 50 EUR to {}?!",
        "Pay 50 EUR to {} or to GB33BUKB20201555555555", "Zahle 50 EUR auf {}? Das Konto ist gesperrt.",
        # It is for another time.
        "Pay 50 EUR to {} later", "Pay 50 EUR to {} next week", "Pay 50 EUR to {} every month",
        "Pay 50 EUR to {} in two days", "Zahle 50 EUR auf {} nächste Woche",
    ],
)  # fmt: skip
def test_what_is_said_beside_a_payment_is_heard(words: str) -> None:
    assert pays(words.format(IBAN)) is not None


@pytest.mark.parametrize(
    "words",
    [
        "Pay 50 EUR to Bob. His IBAN is {}", "Pay 50 EUR to Bob.\n{}", "Pay 50 EUR, please. It goes to {}.",
        "Pay Bob 50 EUR. Bob's account: {}", "Pay Bob 50 EUR ({})", "Pay Bob's invoice of 50 EUR, IBAN {}",
        "Pay 50 EUR to my landlord, account {}, for December", "Pay 50 EUR. Send it to {} please.",
        "Pay 50 EUR.\nIBAN: {}\nName: Bob",
        "Please pay the rent. My new landlord's account is {} and it is 50.",
    ],
)  # fmt: skip
def test_a_place_may_be_given_in_a_sentence_of_its_own(words: str) -> None:
    assert pays(words.format(IBAN)) is None


@pytest.mark.parametrize(
    "words",
    [
        'Write "see you" to {}, but don\'t send it', 'Write "see you" to {}. Don\'t send it.',
        'Write "see you" to {} as a draft', 'Write "see you" to {} and show it to me',
        'Write "see you" to {}. Only save it in my drafts.', 'Send {} "see you" tomorrow',
        'Schreibe {} als Entwurf: "see you"', 'At 23:00 send {} "see you"', 'At 09:00 send {} "see you"',
        'Tomorrow send {} "see you"',
    ],
)  # fmt: skip
def test_a_draft_is_not_sent_and_nothing_before_its_time(words: str) -> None:
    assert sends(words.format("bob@example.org"), "see you") is not None


def test_a_text_may_speak_of_a_time_and_of_a_draft() -> None:
    assert sends("Tell bob@example.org that we meet tomorrow at 9", "we meet tomorrow at 9") is None
    assert sends('Say "here is it as a draft" to bob@example.org', "here is it as a draft") is None
    assert sends('Send bob@example.org "see you" and do not send it to Carol.', "see you") is None
    assert sends('I want you to draft a mail and send "see you" to bob@example.org', "see you") is None


@pytest.mark.parametrize(
    "words",
    [
        "Pay 50 EUR to {} perhaps", "Pay 50 EUR to {} NOT", "Pay, perchance, 50 EUR to {}",
        "Pay 50 EUR to {}, lol", "Pay 50 EUR perhaps and see {} for the bill",
        "Pay 50 EUR to {} unbeknownst to Bob", "Pay 50 EUR to {} sometime", "Pay 50 EUR to {} twice",
        "Zahle 50 EUR auf {}, haha",
    ],
)  # fmt: skip
def test_a_payment_with_a_word_that_is_not_known_is_asked_about(words: str) -> None:
    assert pays(words.format(IBAN)) == "You said more about it than can be understood for sure."


@pytest.mark.parametrize(
    "words",
    [
        "Pay the plumber 50 EUR, IBAN {}", "Please pay the electricity bill of 50 EUR to {}",
        "Transfer 50 EUR to my savings account {}", "Send Anna 50 EUR for the cinema tickets, {}",
        "Pay my landlord Bob Miller 50 EUR for the rent of December, account {}",
        "I owe Bob 50 EUR, please send it to {}", "Pay the 50 EUR invoice of Green Energy to {} today",
        "Überweise meiner Mutter 50 EUR, IBAN {}", "Bitte überweise 50 EUR für die Miete an {}",
        "Paie 50 EUR à ma sœur, IBAN {}", "Paga 50 EUR de la factura, cuenta {}",
    ],
)  # fmt: skip
def test_a_payment_in_everyday_words_is_understood(words: str) -> None:
    assert pays(words.format(IBAN)) is None
    assert sends('Send bob@example.org "see you"\nTomorrow I am away', "see you") is None


@pytest.mark.parametrize(
    "said",
    [
        "less than 50 EUR", "between 50 and 60 EUR", "between 40 and 50 EUR", "40 to 50 EUR",
        "50 to 60 EUR", "zwischen 40 und 50 EUR",
        "50-60 EUR", "40 EUR or 50 EUR", "50 EUR minus the discount", "50 EUR plus VAT", "50 EUR per person",
        "the rest of the 50 EUR", "50 EUR in total", "over 50 EUR", "half of 50 EUR",
    ],
)  # fmt: skip
def test_an_amount_that_is_only_a_bound_or_a_part_is_none(said: str) -> None:
    assert pays(f"Pay {said} to {IBAN}") == "You did not say amount."


def test_each_of_two_gets_what_each_was_to_get() -> None:
    assert pays(f"Pay 50 EUR each to {IBAN} and GB33BUKB20201555555555") is None


@pytest.mark.parametrize("filler", ["pay 5 EUR to\n", "! ", "x\n", "a: ", "translate ", "let me ", " "])
def test_a_long_message_is_heard_in_a_moment(filler: str) -> None:
    """A pasted page must not hold the server: so many words, so much work."""

    def work(size: int) -> float:
        words = f"{filler * (size // len(filler))}. Pay 50 EUR to {IBAN}"
        return effort(lambda: pays(words))

    assert work(32_000) < 10 * max(work(8_000), 0.01)
