"""Notes by whose they are: the one way from a person to files, labels and index (U5, T5)."""

from dataclasses import dataclass
from typing import Protocol

from paios.ports.note_index import NoteIndex
from paios.ports.note_labels import NoteLabels
from paios.ports.vault_files import VaultFiles


class InStep(Protocol):
    """Keeps an index as its folder is. Both raise ``StorageError`` where either cannot be read at all."""

    async def refresh(self) -> None:
        """Make the index say what the folder says at the time of the call, or later."""
        ...

    async def fresh(self) -> None:
        """Refresh, unless that was done a moment ago."""
        ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """One person's notes: the files, whose words they are, what is known of all of them.

    Nothing on it can reach another person's: each part was made for this owner.
    """

    files: VaultFiles
    labels: NoteLabels
    index: NoteIndex
    sync: InStep


class Shelves(Protocol):
    async def of(self, user_id: str) -> Shelf:
        """The notes of who acts. ``user_id`` is the principal's, never anything that was asked for.

        Raises ``NotFoundError`` for somebody who is not there any more,
        ``UnavailableError`` where their folder cannot be used now.
        """
        ...
