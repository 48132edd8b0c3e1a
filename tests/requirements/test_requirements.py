"""The list of requirements and the tests agree, both ways. tests/conftest.py checks that proofs passed."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]

FEWEST_MARKED = 30
"""A scan that finds fewer marked tests than this has looked in the wrong place."""


def _marked() -> Iterator[tuple[str, str]]:
    """Every row that a test names, and the file that does."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
                for row in node.args:
                    assert isinstance(row, ast.Constant), f"{path.name}: a row is named by a plain string"
                    yield str(row.value), path.name


def test_every_row_has_a_text_and_a_state(requirements: dict[str, dict[str, str]]) -> None:
    for name, row in requirements.items():
        assert set(row) == {"text", "state"}, name
        assert row["text"], name
        assert row["state"] in {"done", "open"}, name


def test_no_test_names_an_unknown_row(requirements: dict[str, dict[str, str]]) -> None:
    marked = list(_marked())
    assert len(marked) >= FEWEST_MARKED
    assert not {(row, file) for row, file in marked if row not in requirements}


def test_every_done_row_is_named_by_a_test(requirements: dict[str, dict[str, str]]) -> None:
    named = {row for row, _ in _marked()}
    assert not sorted(row for row, its in requirements.items() if its["state"] == "done" and row not in named)
