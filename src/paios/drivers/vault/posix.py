"""The vault on systems with directory descriptors: Linux, macOS, BSD.

Owns the order of things: proof, then path, then file. Works with any number of
threads; changes are made one at a time. Another program that replaces a note
in the instant between the last comparison and the rename is not noticed; what
the note said before is in ``.paios/versions``.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from paios.domain.authorized import Authorized
from paios.domain.errors import NoteChangedError, NoteExistsError, NotFoundError
from paios.domain.names import check_vault_path
from paios.domain.note import Note, NoteInfo, TrashedNote
from paios.domain.note_label import FolderWords, Pedigrees, Version, label_of, marks_of
from paios.drivers.vault.failures import reading, writing
from paios.drivers.vault.folder import Content, Folder, Place
from paios.drivers.vault.history import keep
from paios.drivers.vault.listing import modified_at, notes_in
from paios.drivers.vault.root import open_root
from paios.drivers.vault.rules import check_note_path, decoded, encoded
from paios.drivers.vault.storing import create, relocate, replace
from paios.drivers.vault.trash import Trash
from paios.ports.clock import Clock
from paios.ports.vault_files import Proofs


class PosixVaultFiles:
    """``ports.vault_files.VaultFiles``; errors as told there."""

    def __init__(self, root: Path, proofs: Proofs, clock: Clock, forbidden: tuple[Path, ...] = ()) -> None:
        """Opens ``root``. Raises ``InvalidInputError`` where it cannot be a vault (V2)."""
        self._folder = Folder(open_root(root, forbidden))
        self._proofs = proofs
        self._clock = clock
        self._trash = Trash(self._folder)
        self._changing = Lock()

    def close(self) -> None:
        """Give the folder's descriptor back. Nothing can be done afterwards."""
        self._folder.close()

    def list(self) -> tuple[NoteInfo, ...]:
        return notes_in(self._folder)

    def read(self, path: str) -> Note:
        content = self._content(path)
        return _note(path, decoded(content.data, path), content)

    def revision(self, path: str) -> str | None:
        try:
            return self._content(path).revision
        except NotFoundError:
            return None

    def write(self, proof: Authorized, path: str, text: str, expected: str | None) -> Note:
        self._proofs.require(proof)
        check_note_path(path)
        data = encoded(text, path)
        try:
            with self._changing, writing(path), self._folder.place(path, make=expected is None) as place:
                status = (
                    self._create(place, data) if expected is None else self._replace(place, data, expected)
                )
        except NotFoundError as error:
            raise NoteChangedError(f"{path} is no longer there. Nothing was written.") from error
        return _note(path, text, Content(data, status))

    def move(self, proof: Authorized, path: str, target: str) -> None:
        self._proofs.require(proof)
        check_note_path(path)
        check_note_path(target)
        with self._changing, writing(path), self._folder.place(path) as source:
            source.found()
            with writing(target), self._folder.place(target, make=True) as goal, _never_over(target):
                relocate(source, goal)

    def trash(self, proof: Authorized, path: str) -> TrashedNote:
        self._proofs.require(proof)
        check_note_path(path)
        with self._changing, writing(path), self._folder.place(path) as source:
            return self._trash.throw(source, self._clock.now())

    def restore(self, proof: Authorized, trash_id: str) -> NoteInfo:
        self._proofs.require(proof)
        path = self._trash.named(trash_id).path
        with self._changing, writing(path), self._folder.place(path, make=True) as place:
            with _never_over(path):
                self._trash.take(trash_id, place)
            status = place.found()
        return NoteInfo(path, status.st_size, modified_at(status))

    def trashed(self) -> tuple[TrashedNote, ...]:
        with reading("The trash"):
            return self._trash.all()

    def _content(self, path: str) -> Content:
        check_vault_path(path)
        with reading(path), self._folder.place(path) as place:
            return place.content()

    def _create(self, place: Place, data: bytes) -> os.stat_result:
        try:
            return create(place, data)
        except FileExistsError as error:
            raise NoteChangedError(f"{place.path} was made meanwhile. Nothing was written.") from error

    def _replace(self, place: Place, data: bytes, expected: str) -> os.stat_result:
        def unchanged() -> Content:
            content = place.content()
            if content.revision != expected:
                raise NoteChangedError(f"{place.path} was changed meanwhile. Nothing was written.")
            return content

        before = unchanged()
        keep(self._folder, place.path, before, self._clock.now())
        return replace(place, data, before.status.st_mode, unchanged)


@contextmanager
def _never_over(path: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise NoteExistsError(f"There is already something called {path}. Nothing was moved.") from error


def _note(path: str, text: str, content: Content) -> Note:
    unknown = Pedigrees(()).of(Version.of(path, content.revision))
    label = label_of(marks_of(text), unknown, FolderWords({}))
    return Note(path, text, content.revision, modified_at(content.status), label)
