"""What must hold for every pattern of a document, whichever document it is (A4).

``check_trailing_newline(pattern, sample)`` for each of ``patterns(document)``:
a sample is needed, because a pattern that matches nothing would pass any test.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs


def patterns(node: Any) -> Iterator[str]:
    """Every ``pattern`` of a document, wherever it stands."""
    if isinstance(node, Mapping):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for item in node.values():
            yield from patterns(item)
    elif isinstance(node, list):
        for item in node:
            yield from patterns(item)


def check_trailing_newline(pattern: str, sample: str) -> None:
    """``sample`` matches ``pattern`` as the router enforces it, and no longer with a newline after it."""
    options = jsonschema_rs.RegexOptions()
    validator = jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    assert validator.is_valid(sample)
    assert not validator.is_valid(sample + "\n")
    assert not validator.is_valid(sample + "\r\n")
