"""``vault_write``: adds to a note, makes one, or replaces its text.

Of the three only replacing takes anything away, and the question says so. What
runs is what was shown: a note that changed since is left alone. Whose words the
new text is, is stored before it is written (I10).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from anyio import to_thread

from paios.domain.authorized import Authorized
from paios.domain.errors import (
    InvalidArgumentsError,
    NoteChangedError,
    NoteExistsError,
    NotFoundError,
    PaiosError,
)
from paios.domain.note import NOTE_LIMIT, Note, revision_of, title_of
from paios.domain.note_label import Version
from paios.domain.tool import Effect, Preview, Sink, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.answers import done, failed
from paios.drivers.tools.appending import appended, newline_of, with_newlines
from paios.drivers.tools.difference import difference
from paios.drivers.tools.lookup import missing, same_but_case, same_title
from paios.drivers.tools.vault_reading import NOTE_PATH
from paios.ports.shelves import Shelves
from paios.ports.vault_files import VaultFiles

ABSENT: Final = "absent"
"""The basis of a preview where there was no note."""


class _Mode(StrEnum):
    APPEND = "append"
    CREATE = "create"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class _Change:
    """What the note says now, if there is one, and what it shall say."""

    before: Note | None
    text: str


class VaultWrite:
    spec = ToolSpec(
        name="vault_write",
        phrase="write a note",
        description="Write into the user's notes. The user sees the change and must agree. "
        "mode append adds to the end of a note and keeps what is there; it is what you want nearly always. "
        "mode create makes a new note. mode replace throws the whole text away and puts content in its "
        "place: read the note first, and give the complete new text.",
        effect=Effect.WRITE,
        parameters={
            "type": "object",
            "properties": {
                "path": NOTE_PATH,
                "content": {
                    "type": "string",
                    "maxLength": NOTE_LIMIT,
                    "description": "Markdown. For append only the new lines, for example: - oat milk",
                },
                "mode": {"type": "string", "enum": [mode.value for mode in _Mode]},
            },
            # With the mode left out, a yes to adding would be a yes to replacing.
            "required": ["path", "content", "mode"],
            "additionalProperties": False,
        },
        sinks={"path": Sink.PATH, "content": Sink.CONTENT, "mode": Sink.OPTION},
        bound_by=("path", "mode"),
    )

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        shelf = await self._shelves.of(owner)
        try:
            return await to_thread.run_sync(_preview, shelf.files, call, abandon_on_cancel=True)
        except NotFoundError as error:
            raise await missing(shelf, call.arguments["path"]) from error

    async def run(self, proof: Authorized) -> ToolResult:
        path = proof.call.arguments["path"]
        shelf = await self._shelves.of(proof.principal.user_id)
        try:
            change = await to_thread.run_sync(_change_of, shelf.files, proof)
            since = Version.of(path, change.before.revision) if change.before else None
            await shelf.labels.keep(Version.of(path, revision_of(change.text)), proof.label, since)
            # Never abandoned: the result must tell what became of the note.
            return await to_thread.run_sync(_write, shelf.files, proof, change)
        except NotFoundError:
            return failed(proof, await missing(shelf, path))
        except PaiosError as error:
            return failed(proof, error)


def _preview(files: VaultFiles, call: ToolCall) -> Preview:
    path, mode = call.arguments["path"], _mode(call)
    note = _current(files, path)
    text = _text(files, call, note)
    diff = difference(note.text if note else "", text, path)
    if note is None:
        return Preview(
            f"Create {title_of(path)}?", f"Making the note {path} with this text, once.", diff, ABSENT
        )
    if mode is _Mode.REPLACE:
        return Preview(
            f"Replace the text of {note.title}?",
            f"Replacing the text of {path} as it is now, once. That text is kept as an earlier version.",
            diff,
            note.revision,
        )
    return Preview(
        f"Add to {note.title}?", f"Adding these lines to {path} as it is now, once.", diff, note.revision
    )


def _change_of(files: VaultFiles, proof: Authorized) -> _Change:
    path = proof.call.arguments["path"]
    note = _current(files, path)
    if proof.basis not in (None, note.revision if note else ABSENT):
        raise NoteChangedError(f"{path} was changed meanwhile. Nothing was written; read it and try again.")
    return _Change(note, _text(files, proof.call, note))


def _write(files: VaultFiles, proof: Authorized, change: _Change) -> ToolResult:
    path, mode = proof.call.arguments["path"], _mode(proof.call)
    files.write(proof, path, change.text, change.before.revision if change.before else None)
    if change.before is None:
        return done(proof, f"The note {path} was made.", f"Created {path}")
    if mode is _Mode.REPLACE:
        return done(proof, f"The text of {path} was replaced.", f"Replaced the text of {path}")
    return done(proof, f"The lines were added to the end of {path}.", f"Added to {path}")


def _current(files: VaultFiles, path: str) -> Note | None:
    try:
        return files.read(path)
    except NotFoundError:
        return None


def _text(files: VaultFiles, call: ToolCall, note: Note | None) -> str:
    """What the note would say afterwards."""
    path, content, mode = call.arguments["path"], call.arguments["content"], _mode(call)
    if "\0" in content:
        raise InvalidArgumentsError("content holds NUL characters, which a note cannot hold.")
    if mode is _Mode.APPEND and not content.strip():
        raise InvalidArgumentsError("content is empty: there is nothing to add.")
    if note is None:
        _refuse_twin(files, path, mode)
        return _ended(content)
    match mode:
        case _Mode.CREATE:
            raise NoteExistsError(f"There is already a note {path}. Use append to add to it.")
        case _Mode.APPEND:
            return appended(note.text, content)
        case _Mode.REPLACE:
            text = with_newlines(_ended(content), newline_of(note.text))
            if text == note.text:
                raise InvalidArgumentsError(f"{path} says exactly that already.")
            return text
        case _:
            assert_never(mode)


def _refuse_twin(files: VaultFiles, path: str, mode: _Mode) -> None:
    """Refuse to make a note that is most likely meant to be another one."""
    if other := same_but_case(files, path):
        raise NoteExistsError(
            f"There is a note {other}, which differs from {path} in case alone. Use that path."
        )
    if mode is not _Mode.CREATE and same_title(files, path):
        raise NotFoundError(f"There is no note {path}.")


def _mode(call: ToolCall) -> _Mode:
    return _Mode(call.arguments["mode"])


def _ended(content: str) -> str:
    return content if not content or content.endswith("\n") else content + "\n"
