"""Owns: the list of states, each as what a person does to get there."""

from collections.abc import Callable
from typing import Final

from tests.e2e.conftest import Household
from tests.e2e.desk import Desk

State = Callable[[Desk, Household], None]
STATES: Final[dict[str, State]] = {}


def state(arrange: State) -> State:
    """A page in some state, by its name."""
    STATES[arrange.__name__] = arrange
    return arrange
