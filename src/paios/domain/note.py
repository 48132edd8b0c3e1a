"""Notes: markdown files in the person's own folder (V1)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from paios.domain.label import OUTSIDE_WORDS, Label

NOTE_LIMIT: Final = 1024 * 1024
"""Largest note that is read or written, in bytes (V3)."""


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """One entry of the folder. ``path`` is relative to the vault, with ``/``; ``size`` in bytes.

    ``label`` is that of its name too; who has not looked it up says that it is from outside.
    """

    path: str
    size: int
    modified_at: datetime
    label: Label = OUTSIDE_WORDS


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read. ``revision`` is the SHA-256 of the file's bytes, in hex.

    Straight from the file, its ``label`` is that of an unknown note; whose words it is
    is known to ``ports.note_labels``.
    """

    path: str
    text: str
    revision: str
    modified_at: datetime
    label: Label

    @property
    def title(self) -> str:
        return title_of(self.path)


@dataclass(frozen=True, slots=True)
class TrashedNote:
    """A deleted note that can be put back."""

    id: str
    path: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; a higher ``score`` is better."""

    path: str
    title: str
    heading: str
    first_line: int
    last_line: int
    text: str
    score: float
    label: Label


def title_of(path: str) -> str:
    """The name of a note without folder and ``.md``."""
    name = path.rsplit("/", 1)[-1]
    return name.removesuffix(".md")


def revision_of(text: str) -> str:
    """The revision of a note that is written with this text."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()
