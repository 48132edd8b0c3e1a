"""A guard over real stores, as the guard's own tests have it."""

from tests.guard.conftest import furnished, house

__all__ = ["furnished", "house"]
