"""Finds the note that a tool call means, and tells near misses: models seldom spell a path right."""

from collections.abc import Iterator

from paios.domain.errors import NotFoundError
from paios.domain.note import Note, title_of
from paios.ports.vault_files import VaultFiles

_SUGGESTED = 3


def existing(files: VaultFiles, path: str) -> Note:
    """The note at ``path``. Raises ``NotFoundError`` that names the notes it might have been."""
    try:
        return files.read(path)
    except NotFoundError as error:
        raise missing(files, path) from error


def missing(files: VaultFiles, path: str) -> NotFoundError:
    """That there is no note at ``path``, and which ones are called alike."""
    meant = " or ".join([*_alike(files, path)][:_SUGGESTED])
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


def _alike(files: VaultFiles, path: str) -> Iterator[str]:
    title = title_of(path).casefold()
    return (note.path for note in files.list() if title_of(note.path).casefold() == title)
