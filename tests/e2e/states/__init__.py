"""States in which every page is looked at. They share one paios, in this order; what is empty comes first."""

from tests.e2e.states import empty, credentials, chat, guard, notes, keys, people, frame, factors  # noqa: I001 - the order in which they are taken
from tests.e2e.states.registry import STATES

__all__ = ["STATES", "chat", "credentials", "empty", "factors", "frame", "guard", "keys", "notes", "people"]
