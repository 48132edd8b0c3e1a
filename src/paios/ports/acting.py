"""For whom the code at hand runs, as far as a store looks: the second wall between people (U5).

Every service asks for what is its principal's, and that is the first wall. This
is what a database can check behind their backs: PostgreSQL shows a transaction
no row but that person's (``drivers/sql/rows.py``). It decides nothing and grants
nothing; where nobody said for whom, there are no rows.

Said at the few places where work begins: a request, a run, the server's own rounds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

SERVER: Final = "*"
"""The server itself, whose own business is everybody's: starting up, signing people in, keeping time."""

_NOBODY: Final = ""

_acting: Final = ContextVar("paios_acting", default=_NOBODY)


def acting() -> str:
    """The id of the person for whom this runs, ``SERVER``, or nothing at all."""
    return _acting.get()


@contextmanager
def acting_for(whom: str) -> Iterator[None]:
    """Whatever is awaited and begun inside runs for this person."""
    before = _acting.set(whom)
    try:
        yield
    finally:
        _acting.reset(before)
