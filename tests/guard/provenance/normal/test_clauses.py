"""A "not" holds for its clause, and for nothing else (P10)."""

import pytest

from paios.guard.provenance.normal import negated

pytestmark = pytest.mark.requirement("P10")


@pytest.mark.parametrize(
    "words",
    ["do not pay |", "don't pay |", "don’t pay |", "dont pay |", "never pay |", "without |", "no |",
     "pay Ann instead of |",
     "pay Ann rather than |", "everyone except |", "not, as I said, |", "neither Ann nor |", "cannot pay |",
     "NOT |",
     "nicht |", "kein |", "statt |", "ne pas payer |", "n'envoie |", "sans |", "jamais |", "nunca |", "sin |",
     "pay Ann but not |", "isn't it |", "do not pay e.g. |", "do not pay Dr. |", "do not pay J. |",
     "don't say \"|", "never write: “|"],
)  # fmt: skip
def test_a_not_before_a_value_is_seen(words: str) -> None:
    assert negated(words, words.index("|"))


@pytest.mark.parametrize(
    "words",
    ["|", "pay |", "do not wait. Pay |", "do not wait; pay |", "do not wait!\nPay |", "do not pay Ann but |",
     "I am not there, so pay |", "I cannot come, please pay |", "don't forget to pay |",
     "do not hesitate to pay |",
     "not only |", "never fail to pay |", "No, pay |", "no. |", "no problem: pay |", "a knot |", "note |",
     "the non-smoker |",
     "the pasta |", "Hi Bob, I cannot come, write \"|", "Yes, but I am not there. Write \"|",
     "I can't come, write \"|", "I can't come, write 'hi' and `|", "| not",
     "do not wait but pay |"],
)  # fmt: skip
def test_a_not_about_something_else_is_left_alone(words: str) -> None:
    assert not negated(words, words.index("|"))


def test_a_not_is_looked_for_no_further_back_than_any_clause_goes() -> None:
    assert not negated("not " + "very " * 1000, 5000)
    assert not negated("", 10)


@pytest.mark.parametrize(
    "words",
    ["Schick ihm das Foto| nicht", "Schreib 'Komm|' bitte nicht",
     'Schreib "Komm|" lieber nicht und auch "Geh"',
     'Schreib "Komm|" an "Bob"nicht', "Schreib Komm|\"nicht"],
)  # fmt: skip
def test_a_german_not_closes_its_clause(words: str) -> None:
    assert negated(words.replace("|", ""), 0, words.index("|"))


@pytest.mark.parametrize(
    "words",
    ["Schick ihm das Foto| heute, ich bin nicht da", "Schick ihm das Foto| und vergiss nicht das Datum",
     'Schreib "Komm|" statt "Komm nicht"', "Schick ihm das Foto| heute. Nicht morgen"],
)  # fmt: skip
def test_a_german_not_of_another_clause_closes_nothing(words: str) -> None:
    assert not negated(words.replace("|", ""), 0, words.index("|"))
