"""An amount is what was said to be one, and not the digits of something else (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions
from paios.guard.provenance.normal.amounts import amounts, whole_sums

pytestmark = pytest.mark.requirement("P10")


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.AMOUNT)}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (50, "Pay $50 to Bob"),
        (50.0, "Pay $50.00."),
        ("50 USD", "Pay $50 to Bob"),
        ("$50", "Pay 50 dollars"),
        (50, "Pay 50 EUR"),
        ("50 EUR", "Pay 50€"),
        (1234.5, "Pay 1,234.50 USD"),
        (1234.5, "Überweise 1.234,50 €"),
        (1234.5, "Pay CHF 1'234.50"),
        (1234.5, "Payez 1\u202f234,50 €"),
        (1234567, "It costs 1,234,567 dollars"),
        (12.5, "Pay 12,5 EUR"),
        (0.125, "Pay 0.125 BTC"),
        (1000, "It costs 1000 in all"),
        ("50 USD", "Give him fifty bucks"),
        ("55 EUR", "Give him fifty-five euros"),
        ("120 USD", "Give him a hundred and twenty dollars"),
        ("2300 USD", "Give him two thousand three hundred dollars"),
        ("21 USD", "Give him twenty one dollars"),
        ("50 USD", "Pay 1.234 €, or $50"),
        ("100 USD", "Give him an hundred dollars"),
        ("2005 USD", "Give him two thousand and five dollars"),
        ("200000 USD", "Give him two hundred thousand dollars"),
        ("1 USD", "Give him a dollar"),
        ("1000 USD", "Give him $1k"),
        ("1500000 EUR", "Give him 1.5 million euros"),
        (98.7, "The rent is 98.70 now"),
        (5, "Pay 5 now"),
        (20, "On May 15 pay 20 to Bob"),
        (5, "Pay (5), please"),
        (10, "Refund that 10.00 I just got"),
    ],
)
def test_an_amount_is_found_however_it_is_written(value: object, text: str) -> None:
    assert canonical(value, Sink.AMOUNT) in said(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("50 USD", "Pay 50 EUR"),
        ("50 USD", "Pay 50"),
        (50, "Pay $500"),
        (50, "Pay 50k EUR"),
        (50, "Pay 50 thousand dollars"),
        (5, "Pay 5 million"),
        (50, "Pay 50 cents"),
        (50, "Take 50 % off"),
        (50, "Take 50% off"),
        (50, "Pay -50"),
        (50, "Pay 40-50 EUR"),
        (50, "Pay $50/month"),
        (50, "Pay 5\u200b0 EUR"),
        (52, "Pay 5² EUR"),
        (50, "Pay ５０ EUR"),
        (50, "Pay 5 0 EUR"),
        (1.234, "Pay 1.234 €"),
        (1234, "Pay 1.234 €"),
        (200, "Buy item 3 200"),
        (15, "Pay it on May 15"),
        (2024, "Pay it on May 15, 2024"),
        (2024, "What did I pay in 2024?"),
        (10, "Pay at 10:00"),
        (10, "Pay at 10 am"),
        (3, "Book it for 3 hours"),
        (5, "See ticket 5"),
        (13, "Pay id 13"),
        (13, "id 13"),
        (13, "Pay #13"),
        (7, "Refund transaction 7"),
        (3704, "to DE89 3704 0044 0532 0130 00"),
        (151, "call +49 151 1234567"),
        (2, "Install version 2"),
        (1.2, "Install 1.2.3"),
        (12, "12 Main Street"),
        (12, "Baker Street 12"),
        (1100, "He lives at 1100 I Street"),
        (127, "open 127.0.0.1"),
        (7, "agent 007"),
        (42, "see example.com/42"),
        (42, "write a42"),
    ],
)
def test_digits_of_something_else_are_no_amount(value: object, text: str) -> None:
    form = canonical(value, Sink.AMOUNT)
    assert form not in said(text) - {None}


@pytest.mark.parametrize(
    "value",
    ["", "fifty", "1.234", 1.234, "1,2,3", "1.234.5", "1,23.4", "12'34", "007", -5, "-5", float("nan"),
     float("inf"),
     10**400, 10**15, "9" * 20, True, None, "1\u0660", "one twenty dollars", "hundred hundred dollars",
     "1.234 €",
     "two thousand thousand dollars", "twenty zero dollars", "twenty ten dollars", "123.456",
     "two hundred three hundred dollars", "one hundred hundred dollars", "five hundred and thousand dollars",
     "twenty and five dollars", "two thousand three thousand dollars", "1,2'3.5", "1'2,3.5",
     "1234567890.1234567", "thousand million dollars", "twenty thirteen dollars", "0,1,2", "1,234,56"],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_no_amount(value: object) -> None:
    assert canonical(value, Sink.AMOUNT) is None


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (0, "0"),
        (100, "100"),
        ("0,50", "0.5"),
        ("1,234", "1234"),
        ("1234.567", "1234.567"),
        ("123,456", "123456"),
        ("1234,567", "1234.567"),
        ("0,123", "0.123"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_zeros_that_say_nothing_are_left_out(value: object, form: str) -> None:
    assert canonical(value, Sink.AMOUNT) == form


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Give him $50", {"50 USD", "50"}),
        ("Give him fifty dollars", {"50 USD"}),
        ("Give him a dollar", {"1 USD"}),
        ("Give him $50k", {"50000 USD"}),
        ("Give him 50 thousand dollars", {"50000 USD"}),
    ],
)
def test_only_the_digits_of_a_sum_are_a_bare_number_too(text: str, values: set[str]) -> None:
    assert said(text) == values


@pytest.mark.parametrize("text", ["Half of 50 EUR", "half of the $50", "About 50 EUR", "up to 50 EUR", "%50"])
def test_what_is_said_of_a_sum_counts_from_the_first_letter_on(text: str) -> None:
    assert whole_sums(text, amounts(text)) == ()
