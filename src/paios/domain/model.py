"""What is said to a language model, and what it says back."""

from dataclasses import dataclass, replace
from enum import StrEnum

from paios.domain.tool import RawToolCall, ToolSpec


class Speaker(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn of the dialogue as the model sees it.

    ``calls`` only for the assistant; ``call_id`` only for a tool, naming the
    call that it answers. External words stand only in tool turns (I1).
    ``abroad`` is what a model on another machine sees instead (I13).
    """

    speaker: Speaker
    text: str
    calls: tuple[RawToolCall, ...] = ()
    call_id: str | None = None
    abroad: "Utterance | None" = None


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """Everything that a model gets to see for one answer."""

    dialogue: tuple[Utterance, ...]
    tools: tuple[ToolSpec, ...]

    def abroad(self) -> "ModelRequest":
        """The request without what must not leave this machine (I13)."""
        return replace(self, dialogue=tuple(one.abroad or one for one in self.dialogue))


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer's text, as it streams."""

    text: str


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The whole answer; always the last thing a model says. Tokens are 0 where unknown."""

    text: str
    calls: tuple[RawToolCall, ...]
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ModelOption:
    """A model that could be used: found on loopback, embedded, or set by a person."""

    kind: str
    name: str
    url: str | None
    note: str
