"""The one strict reading of the text that a model gives as arguments (T1).

What is read here is I-JSON (RFC 7493), and so is one value for whoever stores,
hashes, compares, shows or runs it: a rule about 1 is about 1.0 too, and no
number is rounded on its way to the person's eyes.
"""

import json
import math
from typing import Any, Final, NoReturn

from paios.domain.canonical import canonical
from paios.domain.errors import InvalidArgumentsError

ARGUMENT_LIMIT: Final = 2 * 1024 * 1024
"""Most characters of arguments that are looked at."""

DEPTH_LIMIT: Final = 32
"""Deepest nesting of arguments that is looked at."""

LARGEST: Final = 2**53 - 1
"""Largest whole number that every reader of JSON keeps as it is."""


def strict_object(text: str) -> dict[str, Any]:
    """The JSON object that ``text`` is; of no text, the empty one.

    Raises ``InvalidArgumentsError`` with a sentence that helps the model to mend it.
    """
    if len(text) > ARGUMENT_LIMIT:
        raise InvalidArgumentsError(f"The arguments are larger than {ARGUMENT_LIMIT} characters.")
    try:
        value = json.loads(
            text or "{}",
            object_pairs_hook=_unique,
            parse_int=_whole,
            parse_float=_number,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        where = f"{error.msg} (character {error.pos + 1})"
        raise InvalidArgumentsError(f"The arguments are not valid JSON: {where}.") from error
    except RecursionError as error:
        raise InvalidArgumentsError(_TOO_DEEP) from error
    if not isinstance(value, dict):
        raise InvalidArgumentsError("The arguments are not a JSON object.")
    if _depth(value) > DEPTH_LIMIT:
        raise InvalidArgumentsError(_TOO_DEEP)
    try:
        canonical(value)
    except ValueError as error:
        raise InvalidArgumentsError("The arguments hold half a character: a lone surrogate.") from error
    return value


def encodable(text: str) -> str:
    """``text`` with lone surrogates spelled out, so that it can be recorded and shown."""
    return text.encode("utf-8", "backslashreplace").decode()


_TOO_DEEP: Final = f"The arguments are nested deeper than {DEPTH_LIMIT}."


def _depth(value: Any) -> int:
    """How deep lists and objects are nested, found without recursion."""
    level, depth = [value], 0
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [child for item in level for child in (item.values() if isinstance(item, dict) else item)]
    return depth


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise InvalidArgumentsError("The arguments name the same thing twice.")
    return value


def _whole(text: str) -> int:
    # Measured first: converting millions of digits takes quadratic time.
    if len(text) > len(str(-LARGEST)) or abs(number := int(text)) > LARGEST:
        raise _too_large(text)
    return number


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _too_large(text)
    return int(number) if number.is_integer() and abs(number) <= LARGEST else number


def _too_large(text: str) -> InvalidArgumentsError:
    return InvalidArgumentsError(f"The number {text[:20]} is too large.")


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidArgumentsError(f"{name} is not a number in JSON.")
