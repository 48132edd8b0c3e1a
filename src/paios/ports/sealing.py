"""Sealing what the database must keep but not show (K5)."""

from typing import Protocol


class Seal(Protocol):
    def seal(self, about: str, plain: bytes) -> bytes:
        """``plain``, so that it opens only under the same ``about``."""
        ...

    def open(self, about: str, sealed: bytes) -> bytes | None:
        """What was sealed; None for what was not, was changed, or is about something else."""
        ...
