"""What belongs to the installation and is kept in files beside the database."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from paios.domain.settings import ModelChoice, NotesChoice
from paios.ports.vault_files import VaultFiles


@dataclass(frozen=True, slots=True)
class Configuration:
    """The config file's content (B3). Neither model carries a key here.

    Without a ``screener``, the model that answers is also the second one.
    """

    notes: Path | None = None
    model: ModelChoice = field(default_factory=lambda: ModelChoice("embedded"))
    screener: ModelChoice | None = None


class ConfigFile(Protocol):
    def load(self) -> Configuration:
        """Raises ``StorageError`` for a file that cannot be understood."""
        ...

    def save(self, configuration: Configuration) -> None:
        """Replace the file atomically, mode 0600. Refuses a model that carries a key."""
        ...


class SecretFiles(Protocol):
    """Small secrets, each a file of mode 0600."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str | None) -> None:
        """Store, or with None remove."""
        ...


class NotesFolders(Protocol):
    """Each person's folder of notes on this machine. The ``founder`` is who set paios up. All may block."""

    def open(self, user_id: str, founder: bool) -> VaultFiles:
        """Their folder, made where it is one of ours and not there yet.

        Raises ``InvalidInputError`` for one that cannot be a vault,
        ``UnavailableError`` where none was chosen, ``StorageError`` where it
        cannot be made.
        """
        ...

    def place(self, user_id: str, founder: bool) -> Path:
        """Where it is, whether or not it was needed yet. Raises ``UnavailableError`` as ``open`` does."""
        ...

    def put_away(self, user_id: str) -> None:
        """Rename the folder of somebody who is gone, so that it says so. Raises ``StorageError``.

        One that paios did not make stays as it is.
        """
        ...

    def afterwards(self, user_id: str) -> Path:
        """What ``put_away`` makes of a folder that paios made."""
        ...

    def present(self) -> tuple[str, ...]:
        """Whose folders there are, of those that paios made."""
        ...


class Workplace(Protocol):
    """What is chosen by a person and used by others: the notes folder and the model."""

    def prepare_notes(self, choice: NotesChoice) -> Path:
        """The folder that the choice means, checked, and filled if it is the sample.

        Raises ``InvalidInputError`` for one that cannot or must not hold the vault.
        """
        ...

    def check_model(self, choice: ModelChoice) -> None:
        """Raises ``InvalidInputError`` for a model that may not or cannot be used."""
        ...

    def use_model(self, choice: ModelChoice) -> None: ...

    def use_screener(self, choice: ModelChoice | None) -> None:
        """The second model; with None it is the one that answers."""
        ...

    def likely_folders(self) -> tuple[tuple[str, int], ...]:
        """Folders of this machine that hold notes, and how many. Blocks."""
        ...
