"""One byte form for each JSON value, and the hashes taken over it.

Fingerprints of calls (P9) and links of the audit chain (L5) are hashes over
this form, so two values have the same hash exactly when they are the same
JSON. It is RFC 8785 narrowed: sorted keys, no white space, UTF-8, and numbers
that are integers or finite floats in Python's shortest form.
"""

import hashlib
import json
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_NOT_JSON = "a canonical value is made of dict, list, str, int, float, bool and None"


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON ``value``.

    Raises ``ValueError`` for NaN, infinity, lone surrogates, and for anything
    that JSON has no word for.
    """
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except (TypeError, RecursionError) as error:
        raise ValueError(_NOT_JSON) from error


def digest(value: Any) -> str:
    """SHA-256 over the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()
