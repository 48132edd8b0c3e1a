"""What the loop can want next. Wanting is all it can do."""

from dataclasses import dataclass

from paios.domain.model import Utterance
from paios.domain.tool import RawToolCall


@dataclass(frozen=True, slots=True)
class CallModel:
    """Ask the model for the next answer. Without ``tools`` it must finish."""

    dialogue: tuple[Utterance, ...]
    tools: bool


@dataclass(frozen=True, slots=True)
class Propose:
    """Put this call to the gate; with ``approval_id`` it waited for that question."""

    raw: RawToolCall
    calls_before: int
    approval_id: str | None = None


@dataclass(frozen=True, slots=True)
class Recover:
    """This call was started, and nobody knows how it ended: the server went away meanwhile."""

    raw: RawToolCall


@dataclass(frozen=True, slots=True)
class Finish:
    """The answer is complete."""

    text: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The run cannot go on, and says why."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is wanted: the run has ended."""


Command = CallModel | Propose | Recover | Finish | GiveUp | Rest
