"""Folders of this machine as places for notes: the shipped sample, and what a person may already have."""

import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from paios.domain.errors import InvalidInputError, StorageError

_NAMES: Final = ("Notes", "notes", "Obsidian", "Vault", "vault", "Zettelkasten")
_MOST_FILES: Final = 20_000


def copy_sample(target: Path) -> Path:
    """The sample vault as a folder of the person's own. One that is there already is left as it is."""
    if target.is_dir() and any(target.iterdir()):
        return target
    try:
        with as_file(files("paios") / "sample_vault") as source:
            shutil.copytree(source, target, dirs_exist_ok=True)
    except OSError as error:
        raise StorageError("The sample notes could not be copied.") from error
    return target


def existing_folder(path: str) -> Path:
    """The folder that a person named. Raises ``InvalidInputError`` with what is wrong with it."""
    folder = Path(path).expanduser()
    if not folder.is_absolute() or ".." in folder.parts:
        raise InvalidInputError("Give the whole path of the folder, without “..”.")
    if not folder.is_dir():
        raise InvalidInputError("There is no such folder. Make it first, or check the spelling.")
    return folder


def likely_folders(home: Path) -> tuple[tuple[str, int], ...]:
    """Folders near ``home`` that hold markdown notes, with how many, most first."""
    found = {folder: _count(folder) for folder in dict.fromkeys(_candidates(home))}
    counted = [(str(folder), notes) for folder, notes in found.items() if notes]
    return tuple(sorted(counted, key=lambda each: -each[1])[:8])


def _candidates(home: Path) -> Iterator[Path]:
    for parent in (home, home / "Documents"):
        try:
            children = [child for child in parent.iterdir() if child.is_dir() and not child.is_symlink()]
        except OSError:
            continue
        for child in children:
            if child.name in _NAMES or (child / ".obsidian").is_dir():
                yield child


def _count(folder: Path) -> int:
    count = 0
    for index, path in enumerate(folder.rglob("*")):
        count += path.suffix == ".md"
        if index >= _MOST_FILES:
            break
    return count
