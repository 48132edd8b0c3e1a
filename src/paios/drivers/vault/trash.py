"""Owns ``.paios/trash`` of the vault: a folder for each deleted note, with what it was called (V7)."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from paios.domain.errors import NotFoundError, PaiosError
from paios.domain.ids import is_id, new_id
from paios.domain.note import TrashedNote
from paios.drivers.vault.folder import Folder, Place, names_in
from paios.drivers.vault.rules import check_note_path
from paios.drivers.vault.storing import create, relocate

TRASH: Final = ".paios/trash"

_NOTE: Final = "note.md"
_ABOUT: Final = "about.json"
_ABOUT_LIMIT: Final = 8 * 1024


@dataclass(frozen=True, slots=True)
class Trash:
    """All methods raise ``OSError`` where the file system refuses."""

    folder: Folder

    def throw(self, source: Place, at: datetime) -> TrashedNote:
        """Move a note in. What it was called is stored first, so that no crash leaves it nameless."""
        source.found()
        thrown = TrashedNote(new_id(), source.path, at)
        about = json.dumps({"path": thrown.path, "deleted_at": at.isoformat()})
        with self.folder.place(f"{TRASH}/{thrown.id}/{_ABOUT}", make=True, private=True) as place:
            create(place, about.encode())
            try:
                relocate(source, Place(place.folder, _NOTE, source.path))
            except BaseException:
                self._forget(thrown.id)
                raise
        return thrown

    def take(self, trash_id: str, target: Place) -> None:
        """Move a note out. Raises ``FileExistsError`` rather than overwrite."""
        with self.folder.place(f"{TRASH}/{trash_id}/{_NOTE}") as place:
            relocate(place, target)
        self._forget(trash_id)

    def named(self, trash_id: str) -> TrashedNote:
        """What is known of one deleted note. Raises ``NotFoundError``."""
        thrown = self._read(trash_id) if is_id(trash_id) else None
        if thrown is None:
            raise NotFoundError("There is no such note in the trash.")
        return thrown

    def all(self) -> tuple[TrashedNote, ...]:
        """Every deleted note, newest first; what is not whole is left out."""
        try:
            with self.folder.opened(TRASH) as folder:
                names = names_in(folder)
        except FileNotFoundError:
            return ()
        thrown = [one for name in names if is_id(name) and (one := self._read(name))]
        return tuple(sorted(thrown, key=lambda one: (one.deleted_at, one.id), reverse=True))

    def _read(self, trash_id: str) -> TrashedNote | None:
        try:
            with self.folder.place(f"{TRASH}/{trash_id}/{_ABOUT}") as place:
                about = json.loads(place.content(_ABOUT_LIMIT).data)
                Place(place.folder, _NOTE, trash_id).found()
            path, at = str(about["path"]), datetime.fromisoformat(about["deleted_at"])
            check_note_path(path)
        except (OSError, ValueError, TypeError, KeyError, RecursionError, PaiosError):
            return None
        return TrashedNote(trash_id, path, at) if at.tzinfo else None

    def _forget(self, trash_id: str) -> None:
        # A record without its note is skipped everywhere, so what stays behind does no harm.
        with suppress(OSError), self.folder.opened(TRASH) as trash:
            with self.folder.opened(f"{TRASH}/{trash_id}") as folder:
                if _NOTE in names_in(folder):
                    return
                os.unlink(_ABOUT, dir_fd=folder)
            os.rmdir(trash_id, dir_fd=trash)
