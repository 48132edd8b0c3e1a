"""The tree of errors: each has its own stable code, and is found by it (A11)."""

import pytest

from paios.domain import errors
from paios.domain.errors import PaiosError, TooManyRequestsError, error_of

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PaiosError)]


def test_every_code_is_one_errors_own() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes)) > 20


def test_the_drawn_tree_is_the_tree() -> None:
    drawing = errors.__doc__ or ""
    assert [kind.__name__ for kind in KINDS if kind.__name__ not in drawing] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not TooManyRequestsError])
def test_every_code_leads_to_its_error(kind: type[PaiosError]) -> None:
    error = error_of(kind.code, "What happened.")
    assert type(error) is kind
    assert (error.message, str(error)) == ("What happened.", "What happened.")


@pytest.mark.parametrize("code", ["unheard_of", "", TooManyRequestsError.code])
def test_any_other_code_leads_to_the_root(code: str) -> None:
    """Whoever is to slow down must be told for how long, which a code alone cannot."""
    assert type(error_of(code, "What happened.")) is PaiosError


def test_who_is_too_fast_is_told_how_long_to_wait() -> None:
    error = TooManyRequestsError("Slow down.", retry_after=30)
    assert (error.message, error.retry_after) == ("Slow down.", 30)
