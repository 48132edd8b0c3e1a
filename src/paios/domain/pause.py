"""The kill switch's position (S4)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Whether everything is paused; if so since when and by whom (a person's name)."""

    paused: bool
    since: datetime | None = None
    by: str | None = None
