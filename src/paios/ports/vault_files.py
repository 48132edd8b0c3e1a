"""The person's folder of notes. Plain files stay the truth (V1)."""

from typing import Protocol

from paios.domain.authorized import Authorized
from paios.domain.note import Note, NoteInfo, TrashedNote


class VaultFiles(Protocol):
    """Every path is relative to the vault and resolved race-free (V2).

    Reading needs no proof: it happens inside the person's own space and is
    recorded by the gate when a tool does it. Whatever changes a file takes the
    proof of the call that asked for it, open at this moment. All methods may
    block; callers run them in a thread.

    Errors, for all: ``InvalidPathError``, ``NotFoundError``,
    ``UnreadableNoteError``, ``TooLargeError``, ``StorageError``.
    """

    def list(self) -> tuple[NoteInfo, ...]:
        """Every note (``*.md``), by path. Hidden files and folders, and links, are left out."""
        ...

    def read(self, path: str) -> Note:
        """One note: UTF-8, at most ``NOTE_LIMIT`` bytes, NUL and BOM removed (V3).

        Labelled as a note of which nothing is known: whose words it is, is ``NoteLabels``' to say.
        """
        ...

    def revision(self, path: str) -> str | None:
        """The SHA-256 of the file's bytes, or None where there is no file."""
        ...

    def write(self, proof: Authorized, path: str, text: str, expected: str | None) -> Note:
        """Replace or create a note atomically; the previous version is kept (V7).

        ``expected`` is the revision that the writer looked at, None for "there
        is no such note". Raises ``NoteChangedError`` when it is another.
        """
        ...

    def move(self, proof: Authorized, path: str, target: str) -> None:
        """Rename a note. Raises ``NoteExistsError`` rather than overwrite."""
        ...

    def trash(self, proof: Authorized, path: str) -> TrashedNote:
        """Move a note to the vault's trash, from where it can be restored (V7)."""
        ...

    def restore(self, proof: Authorized, trash_id: str) -> NoteInfo:
        """Put a trashed note back. Raises ``NoteExistsError`` rather than overwrite."""
        ...

    def trashed(self) -> tuple[TrashedNote, ...]:
        """What is in the trash, newest first."""
        ...

    def close(self) -> None:
        """Let go of the folder. What is under way ends; nothing begins afterwards."""
        ...


class Proofs(Protocol):
    """The ledger of proofs, as drivers see it."""

    def require(self, proof: Authorized) -> None:
        """Raises ``ProofError`` unless the proof is honoured and its call is running right now."""
        ...
