"""Every error paios raises on purpose, as one tree.

    PaiosError
    ├── InvalidInputError        what was sent cannot be understood or is not allowed to be said
    │   ├── InvalidNameError         a file or folder name some system would refuse (A5)
    │   ├── InvalidPathError         a path that is not a plain path inside the vault (V2)
    │   ├── InvalidArgumentsError    a tool call that does not fit its tool's schema (T1)
    │   └── UnreadableNoteError      a note that is binary, not UTF-8, or no regular file (V3)
    ├── TooLargeError            more bytes than the limit named in the message
    ├── UnauthenticatedError     nobody proved who is asking
    │   └── ChallengeOverError       nor can they any more with this challenge: begin again (U3)
    ├── ForbiddenError           somebody known, who may not
    │   └── StepUpError              who may, once they have proved again who they are
    ├── NotFoundError            no such thing, or not yours: the two are not told apart
    ├── ConflictError            the thing is no longer in the state this needs
    │   ├── NoteChangedError         the note is not the one that was looked at
    │   ├── NoteExistsError          there is already something at that path
    │   ├── AnsweredError            the question was answered, or has expired
    │   └── OverBudgetError          a budget has not as much left as this needs (S5)
    ├── PausedError              a person pressed pause (S4)
    ├── TooManyRequestsError     slow down; carries the seconds to wait
    ├── UnavailableError         something outside is missing or broken; nothing was done
    │   ├── ModelError               the language model failed or answered nonsense
    │   ├── RecordError              the audit record cannot be written, so nothing may happen (L4)
    │   ├── StorageError             the database or the disk refused
    │   ├── LockedError              the key that opens the credentials is missing or another one (K2)
    │   └── TamperedError            a stored credential is not what was stored (K1)
    └── ProofError               a proof is forged, spent, expired or for another call: a defect or an attack

A denial of the guard is not here: it is a value (``domain.decision``). Foreign
exceptions are turned into these where they enter. ``code`` is stable and
machine-readable; ``str(error)`` is written for the person and names no path of
the machine, no SQL and no secret (A11, O3).
"""

from collections.abc import Iterator
from typing import ClassVar


class PaiosError(Exception):
    """Root of the tree. ``message`` is shown to the person as it is."""

    code: ClassVar[str] = "internal"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInputError(PaiosError):
    """What was sent cannot be understood or is not allowed to be said."""

    code = "invalid_input"


class InvalidNameError(InvalidInputError):
    """A file name that macOS, Windows or Linux would refuse (A5)."""

    code = "invalid_name"


class InvalidPathError(InvalidInputError):
    """A path that is not a plain relative path inside the vault (A7, V2)."""

    code = "invalid_path"


class InvalidArgumentsError(InvalidInputError):
    """A tool call that names no known tool or does not fit its schema (T1)."""

    code = "invalid_arguments"


class UnreadableNoteError(InvalidInputError):
    """A note that is binary, not UTF-8, or not a regular file (V3)."""

    code = "unreadable_note"


class TooLargeError(PaiosError):
    """More bytes than the limit that the message names."""

    code = "too_large"


class UnauthenticatedError(PaiosError):
    """Nobody proved who is asking."""

    code = "unauthenticated"


class ChallengeOverError(UnauthenticatedError):
    """The challenge took too long, or was answered already: begin again (U3)."""

    code = "challenge_over"


class ForbiddenError(PaiosError):
    """Somebody known, who may not do this."""

    code = "forbidden"


class StepUpError(ForbiddenError):
    """They may, once they have proved again who they are (U6)."""

    code = "step_up_needed"


class NotFoundError(PaiosError):
    """No such thing, or not the asker's: the two are never told apart."""

    code = "not_found"


class ConflictError(PaiosError):
    """The thing is no longer in the state that the request needs."""

    code = "conflict"


class NoteChangedError(ConflictError):
    """The note is not the one that was looked at when this was decided (P9)."""

    code = "note_changed"


class NoteExistsError(ConflictError):
    """There is already something at that path; nothing was overwritten (V7)."""

    code = "note_exists"


class AnsweredError(ConflictError):
    """The question was already answered, or has expired (P9)."""

    code = "answered"


class OverBudgetError(ConflictError):
    """A budget has not as much left as this needs (S5)."""

    code = "budget_used_up"


class PausedError(PaiosError):
    """A person pressed pause; nothing starts until a person resumes (S4)."""

    code = "paused"


class TooManyRequestsError(PaiosError):
    """Too many attempts. ``retry_after`` is in seconds."""

    code = "too_many_requests"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnavailableError(PaiosError):
    """Something that paios depends on is missing or broken; nothing was done."""

    code = "unavailable"


class ModelError(UnavailableError):
    """The language model cannot be reached, failed, or answered nonsense."""

    code = "model_failed"


class RecordError(UnavailableError):
    """The audit record cannot be written, so the action does not happen (L4)."""

    code = "record_failed"


class StorageError(UnavailableError):
    """The database or the disk refused."""

    code = "storage_failed"


class LockedError(UnavailableError):
    """The key that opens the credentials is missing, or is not the one that they were locked with (K2)."""

    code = "credentials_locked"


class TamperedError(UnavailableError):
    """A stored credential is not what was stored, so it is not used (K1)."""

    code = "credential_damaged"


class ProofError(PaiosError):
    """A proof is forged, spent, expired or for another call: a defect or an attack."""

    code = "bad_proof"


def error_of(code: str, message: str) -> PaiosError:
    """The error that ``code`` stands for; the root of the tree where none does."""
    found = [kind for kind in _tree(PaiosError) if kind.code == code and kind is not TooManyRequestsError]
    return (found[0] if found else PaiosError)(message)


def _tree(kind: type[PaiosError]) -> Iterator[type[PaiosError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)
