"""The notes folder that a person chose, or none yet: other parts hold it before there is one."""

from paios.domain.authorized import Authorized
from paios.domain.errors import UnavailableError
from paios.domain.note import Note, NoteInfo, TrashedNote
from paios.ports.vault_files import VaultFiles


class ChosenVault:
    """``ports.vault_files.VaultFiles`` that passes everything on to the folder in use."""

    def __init__(self) -> None:
        self._files: VaultFiles | None = None

    def choose(self, files: VaultFiles) -> None:
        """Use this folder from now on."""
        self._files = files

    def list(self) -> tuple[NoteInfo, ...]:
        return self._chosen.list()

    def read(self, path: str) -> Note:
        return self._chosen.read(path)

    def revision(self, path: str) -> str | None:
        return self._chosen.revision(path)

    def write(self, proof: Authorized, path: str, text: str, expected: str | None) -> Note:
        return self._chosen.write(proof, path, text, expected)

    def move(self, proof: Authorized, path: str, target: str) -> None:
        self._chosen.move(proof, path, target)

    def trash(self, proof: Authorized, path: str) -> TrashedNote:
        return self._chosen.trash(proof, path)

    def restore(self, proof: Authorized, trash_id: str) -> NoteInfo:
        return self._chosen.restore(proof, trash_id)

    def trashed(self) -> tuple[TrashedNote, ...]:
        return self._chosen.trashed()

    @property
    def _chosen(self) -> VaultFiles:
        if self._files is None:
            raise UnavailableError("No notes folder was chosen yet. Finish the set-up first.")
        return self._files
