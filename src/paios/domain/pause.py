"""The kill switch's position, and what it has brought to a stand (S4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Pause:
    """Whether everything is paused; if so since when and by whom (a person's name)."""

    paused: bool
    since: datetime | None = None
    by: str | None = None


class Occupation(StrEnum):
    """What a run that has not ended is at. One that waits does nothing: it waits for a person or its turn."""

    WAITS = "waits"
    MODEL = "model"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Doing:
    """What a run does at this moment; ``tool`` is the tool's name where it is one."""

    what: Occupation = Occupation.WAITS
    since: datetime | None = None
    tool: str | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A run that has not ended, and what it does."""

    run_id: str
    conversation_id: str
    doing: Doing


@dataclass(frozen=True, slots=True)
class Standstill:
    """The switch, and what truly goes on.

    ``running`` are the runs that the asker may know of. ``nothing_runs`` speaks
    of everybody's: no model is being asked, no tool call is under way, and no
    run is between two steps.
    """

    pause: Pause
    running: tuple[Activity, ...]
    nothing_runs: bool
