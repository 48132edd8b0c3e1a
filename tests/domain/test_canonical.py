"""One value, one byte form: two values share a hash exactly when they are the same JSON (P9, L5)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain.canonical import canonical, digest

words = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
)


def same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: 1, 1.0 and true are three values."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


@given(json_values)
def test_it_is_json_and_says_the_same(value: Any) -> None:
    read = json.loads(canonical(value))
    assert same(read, value)
    assert canonical(read) == canonical(value)


@given(json_values, json_values)
def test_values_have_the_same_form_exactly_when_they_are_the_same(one: Any, other: Any) -> None:
    assert (canonical(one) == canonical(other)) == same(one, other)
    assert (digest(one) == digest(other)) == same(one, other)


@given(st.dictionaries(words, st.integers(), min_size=2))
def test_the_order_in_which_members_were_given_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_the_form_is_fixed() -> None:
    value = {"ü": [1, 1.5, None, True], "a": "x\n\u2028"}
    assert canonical(value) == '{"a":"x\\n\u2028","ü":[1,1.5,null,true]}'.encode()
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_what_json_has_no_word_for_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for value in (
        float("nan"),
        float("inf"),
        "\ud800",
        {"\udfff": 1},
        b"x",
        {1, 2},
        {1: 1, "a": 2},
        endless,
        deep,
    ):
        with pytest.raises(ValueError):
            canonical(value)
