"""Whose words each note is (I10). The rule is ``domain.note_label``'s."""

from typing import Protocol

from paios.domain.label import Label
from paios.domain.note import Note
from paios.domain.note_label import FolderWords, Version
from paios.ports.transaction import Transaction


class NoteLabels(Protocol):
    """Keeps where the text of notes comes from, by version.

    What is stored of a version is stored *before* the file changes: a crash in
    between leaves a label without a text, and never a text that passes for
    somebody's who did not write it.
    """

    async def labelled(self, note: Note) -> Note:
        """The note with its label."""
        ...

    async def keep(self, version: Version, words: Label, since: Version | None = None) -> None:
        """Remember that ``version`` is about to be there, with ``words`` written into it.

        ``since`` is the version that the rest of its text was taken from. What
        was known of the same version before is joined, so this never raises it.
        """
        ...

    async def claim(self, version: Version, tx: Transaction | None = None) -> None:
        """Remember that the person said: all of this version is my own words."""
        ...

    async def folder_words(self) -> FolderWords: ...

    async def say(self, words: FolderWords, tx: Transaction | None = None) -> None:
        """Put what the person says of folders in the place of all that they said before."""
        ...
