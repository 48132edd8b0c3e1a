"""Labels form two lattices, and nothing made from a value is freer than the value (I10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain.label import (
    OUTSIDE_WORDS,
    OWN_WORDS,
    SYSTEM_WORDS,
    Integrity,
    Label,
    Secrecy,
    join_all,
)

labels = st.builds(Label, st.sampled_from(Integrity), st.sampled_from(Secrecy))


@given(labels, labels, labels)
def test_joining_is_the_same_in_any_order_and_grouping(a: Label, b: Label, c: Label) -> None:
    assert a.join(b) == b.join(a)
    assert a.join(b).join(c) == a.join(b.join(c))
    assert a.join(a) == a


@given(labels, labels)
def test_joining_never_gives_more_trust_nor_less_secrecy(a: Label, b: Label) -> None:
    joined = a.join(b)
    assert joined.integrity <= min(a.integrity, b.integrity)
    assert joined.secrecy >= max(a.secrecy, b.secrecy)
    assert joined.tainted == (a.tainted or b.tainted)


@given(labels)
def test_a_persons_public_words_change_no_label(label: Label) -> None:
    assert label.join(Label(Integrity.USER, Secrecy.PUBLIC)) == label


@given(st.lists(labels))
def test_what_is_made_from_many_is_bounded_by_each_and_by_who_makes_it(given_labels: list[Label]) -> None:
    made = join_all(*given_labels)
    assert all(label.join(made) == made for label in given_labels)
    assert SYSTEM_WORDS.join(made) == made
    assert made.secrecy in {Secrecy.PUBLIC, *(label.secrecy for label in given_labels)}


def test_of_nothing_paios_makes_its_own_words() -> None:
    assert join_all() == SYSTEM_WORDS


@pytest.mark.requirement("I10")
def test_only_what_came_from_outside_taints() -> None:
    assert OUTSIDE_WORDS.tainted
    assert not OWN_WORDS.tainted
    assert not SYSTEM_WORDS.tainted
    assert OWN_WORDS.join(OUTSIDE_WORDS) == OUTSIDE_WORDS
