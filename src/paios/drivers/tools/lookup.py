"""Finds the note that a tool call means, and tells near misses: models seldom spell a path right."""

from collections.abc import Iterator
from typing import Final

from anyio import to_thread

from paios.domain.errors import NotFoundError
from paios.domain.label import OUTSIDE_WORDS, Label, Secrecy
from paios.domain.note import Note, title_of
from paios.ports.shelves import Shelf
from paios.ports.vault_files import VaultFiles

_SUGGESTED: Final = 3


async def existing(shelf: Shelf, path: str) -> Note:
    """The note at ``path``. Raises ``NotFoundError`` that names the notes it might have been."""
    try:
        note = await to_thread.run_sync(shelf.files.read, path, abandon_on_cancel=True)
    except NotFoundError as error:
        raise await missing(shelf, path) from error
    return await shelf.labels.labelled(note)


async def missing(shelf: Shelf, path: str) -> NotFoundError:
    """That there is no note at ``path``, and which ones are called alike.

    An error passes for paios's own words, so it names no note whose name may
    be somebody else's, or must stay on this machine.
    """
    alike = await to_thread.run_sync(lambda: list(_alike(shelf.files, path)), abandon_on_cancel=True)
    labels = await shelf.index.labels(alike)
    named = [other for other in alike if _can_be_told(labels.get(other, OUTSIDE_WORDS))]
    meant = " or ".join(named[:_SUGGESTED])
    return NotFoundError(f"There is no note {path}." + (f" Did you mean {meant}?" if meant else ""))


def same_but_case(files: VaultFiles, path: str) -> str | None:
    """The note whose path differs from ``path`` in case alone; some systems cannot tell the two apart."""
    folded = path.casefold()
    return next(
        (other for other in _alike(files, path) if other.casefold() == folded and other != path), None
    )


def same_title(files: VaultFiles, path: str) -> bool:
    """Whether a note in another folder has this name."""
    return any(True for _ in _alike(files, path))


def _can_be_told(label: Label) -> bool:
    return not label.tainted and label.secrecy < Secrecy.LOCAL_ONLY


def _alike(files: VaultFiles, path: str) -> Iterator[str]:
    title = title_of(path).casefold()
    return (note.path for note in files.list() if title_of(note.path).casefold() == title)
