import copy
import pickle
from collections.abc import Callable

import pytest

from paios.domain.errors import InvalidInputError
from paios.drivers.models.secret import Secret, redact

pytestmark = pytest.mark.requirement("A11")


@pytest.mark.parametrize("shown", [str, repr, "{}".format, "{!r}".format, lambda secret: f"{[secret]}"])
def test_a_secret_is_not_printed(shown: Callable[[Secret], str]) -> None:
    assert "hunter2" not in shown(Secret("hunter2"))


def test_a_secret_can_be_revealed_on_purpose() -> None:
    assert Secret("hunter2").reveal() == "hunter2"


@pytest.mark.parametrize("carry", [pickle.dumps, copy.copy])
def test_a_secret_is_not_carried_off(carry: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError):
        carry(Secret("hunter2"))


@pytest.mark.parametrize("text", ["", "a b", "a\n", "a\r\nx: y", "schlüssel", "\x00", "x" * 4097])
def test_what_cannot_stand_in_a_header_is_no_key(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Secret(text)


def test_whatever_looks_like_a_key_is_redacted_even_when_it_is_not_ours() -> None:
    assert redact("given: sk-abcd1234, and " + "a1" * 24, None) == "given: [key], and [key]"
