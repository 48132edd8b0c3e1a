"""Whatever a model gives as arguments is one plain value, or a sentence about why it is none (T1)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain.canonical import canonical
from paios.domain.errors import InvalidArgumentsError
from paios.domain.strict_json import ARGUMENT_LIMIT, DEPTH_LIMIT, LARGEST, encodable, strict_object

pytestmark = pytest.mark.requirement("T1")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
)


@given(st.dictionaries(words, plain, max_size=4), st.booleans(), st.sampled_from([None, 2]))
def test_every_spelling_of_an_object_is_read_as_that_object(
    value: dict[str, Any], escaped: bool, indent: int | None
) -> None:
    assert strict_object(json.dumps(value, ensure_ascii=escaped, indent=indent)) == value


@given(st.text(max_size=60) | st.text('{}[]",:\\ud8019eE.-+ntfNaI', max_size=60))
def test_any_text_is_an_object_or_a_refusal(text: str) -> None:
    try:
        value = strict_object(text)
    except InvalidArgumentsError as refusal:
        value = {"told": refusal.message}
    assert canonical(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_has_one_type(number: float) -> None:
    [read] = strict_object(json.dumps({"x": number})).values()
    assert read == number
    assert isinstance(read, int) == (number.is_integer() and abs(number) <= LARGEST)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("{}", {}),
        ('{"x": 1.0}', {"x": 1}),
        ('{"x": -0.0}', {"x": 0}),
        ('{"x": 9007199254740991}', {"x": LARGEST}),
        ('{"x": -9007199254740991}', {"x": -LARGEST}),
        ('{"x": 9007199254740991.0}', {"x": LARGEST}),
        ('{"x": 1e300}', {"x": 1e300}),
        ('{"x": "\\ud83d\\ude00"}', {"x": "😀"}),
        ('{"x": ' + "[" * (DEPTH_LIMIT - 1) + "]" * (DEPTH_LIMIT - 1) + "}", None),
        ('{"x": "' + "y" * (ARGUMENT_LIMIT - 9) + '"}', None),
    ],
    ids=range(11),
)
def test_at_the_edge_it_is_read(text: str, value: dict[str, Any] | None) -> None:
    read = strict_object(text)
    assert value is None or repr(read) == repr(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"x": 9007199254740992}',
        '{"x": -9007199254740992}',
        '{"x": ' + "1" * 1_000_000 + "}",
        '{"x": -1e400}',
        '{"x": ' + "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT + "}",
        '{"x": "' + "y" * (ARGUMENT_LIMIT - 8) + '"}',
        '{"x": {"y": 1, "y": 1}}',
        '{"x": "\\ude00\\ud83d"}',
        "\ufeff{}",
        " ",
        "null",
    ],
    ids=range(11),
)
def test_beyond_the_edge_it_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgumentsError) as refusal:
        strict_object(text)
    assert len(refusal.value.message) < 200


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"x": 1, "x": 2}', "The arguments name the same thing twice."),
        ("{x}", "The arguments are not valid JSON: Expecting property name enclosed in double quotes "
            "(character 2)."),
        ("[]", "The arguments are not a JSON object."),
        ("[" * 100_000, "The arguments are nested deeper than 32."),
        ('{"x": "\\ud800"}', "The arguments hold half a character: a lone surrogate."),
        ('{"x": ' + "1" * 100 + "}", f"The number {'1' * 20} is too large."),
        ('{"x": 1' + "0" * 400 + ".5}", f"The number 1{'0' * 19} is too large."),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_refusal_says_in_short_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(InvalidArgumentsError) as refusal:
        strict_object(text)
    assert refusal.value.message == says


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_python_takes_for_a_number_and_json_does_not_is_named(constant: str) -> None:
    with pytest.raises(InvalidArgumentsError) as refusal:
        strict_object(f'{{"x": {constant}}}')
    assert refusal.value.message == f"{constant} is not a number in JSON."


@given(st.text(st.characters()))
def test_any_text_can_be_made_encodable_and_stays_what_it_is(text: str) -> None:
    made = encodable(text)
    assert made.encode("utf-8").decode() == made
    assert made == text or any("\ud800" <= char <= "\udfff" for char in text)
