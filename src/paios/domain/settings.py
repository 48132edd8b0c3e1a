"""What a person can set."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on what the assistant may use up (S2, S3), and how long a question waits."""

    tool_calls_per_run: int = 20
    concurrent_runs: int = 3
    approval_minutes: int = 24 * 60


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model shall answer. ``kind`` is ``embedded`` or ``openai``; ``key`` never shows in ``repr``."""

    kind: str
    url: str | None = None
    model: str | None = None
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ModelInUse:
    """The model that answers, without its key. ``display`` is what a person sees."""

    kind: str
    display: str
    url: str | None
    model: str | None
    has_key: bool


@dataclass(frozen=True, slots=True)
class NotesChoice:
    """Which folder holds the notes; without ``folder`` the sample vault is copied.

    ``mine`` says that the person wrote the notes in that folder themselves.
    """

    folder: str | None = None
    mine: bool = False
