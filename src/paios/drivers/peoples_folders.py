"""Where each person's notes lie on this machine (U5, T5).

The first account keeps the folder that it chose. Everybody else has
``people/<id>/notes`` in the data folder, made when it is first needed. The id
is the server's own; a name is never part of a path.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from paios.domain.errors import NotFoundError, StorageError, UnavailableError
from paios.domain.ids import is_id
from paios.ports.vault_files import VaultFiles

REMOVED: Final = "removed-"
"""Before the id of somebody who is gone, whose notes are still there."""


class PeoplesFolders:
    """Fills ``ports.installation.NotesFolders``."""

    def __init__(
        self,
        home: Path,
        chosen: Callable[[], Path | None],
        open_chosen: Callable[[Path, str], VaultFiles],
        open_own: Callable[[Path, str], VaultFiles],
    ) -> None:
        """``chosen`` tells the founder's folder; the others open one that somebody named, and one of ours.

        Both are told whose it is, so that nobody else's proof counts there.
        """
        self._people = home / "people"
        self._chosen = chosen
        self._open_chosen = open_chosen
        self._open_own = open_own

    def open(self, user_id: str, founder: bool) -> VaultFiles:
        folder = self.place(user_id, founder)
        if founder:
            return self._open_chosen(folder, user_id)
        try:
            for each in (self._people, folder.parent, folder):
                each.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise StorageError("The folder for your notes could not be made.") from error
        return self._open_own(folder, user_id)

    def place(self, user_id: str, founder: bool) -> Path:
        if not founder:
            return self._of(user_id) / "notes"
        folder = self._chosen()
        if folder is None:
            raise UnavailableError("No notes folder was chosen yet. Finish the set-up first.")
        return folder

    def put_away(self, user_id: str) -> None:
        try:
            # An id does not come again, so there is nothing of that name yet.
            self._of(user_id).rename(self.afterwards(user_id))
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageError("The folder of somebody who is gone could not be renamed.") from error

    def afterwards(self, user_id: str) -> Path:
        return self._people / f"{REMOVED}{self._of(user_id).name}"

    def present(self) -> tuple[str, ...]:
        try:
            return tuple(sorted(each.name for each in self._people.iterdir() if is_id(each.name)))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise StorageError("The folders of people cannot be read.") from error

    def _of(self, user_id: str) -> Path:
        if not is_id(user_id):
            raise NotFoundError("There is no such person.")
        return self._people / user_id
