"""The tools that look at notes: search, read, list. They change nothing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from anyio import to_thread

from paios.domain.authorized import Authorized
from paios.domain.errors import InvalidArgumentsError, NotFoundError, PaiosError
from paios.domain.label import OUTSIDE_WORDS, Secrecy
from paios.domain.note import Note, title_of
from paios.domain.tool import Effect, Passage, Preview, Sink, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.answers import done, failed
from paios.drivers.tools.lookup import existing
from paios.ports.shelves import Shelves

HITS: Final = 6
READ_LIMIT: Final = 20_000
"""Most characters of a note in one result."""
LIST_LIMIT: Final = 200

PATH: Final[Mapping[str, Any]] = {
    "type": "string",
    "format": "vault-path",
    "minLength": 1,
    "maxLength": 1024,
    "description": "Path of the note inside the vault, with folders and .md, for example House/Boiler.md",
}

NOTE_PATH: Final[Mapping[str, Any]] = {**PATH, "pattern": r"\.md$"}
"""What may be written, moved and deleted is a note; the vault itself refuses anything else too."""


class VaultSearch:
    """``vault_search``: the best passages of all notes for a few words."""

    spec = ToolSpec(
        name="vault_search",
        phrase="search your notes",
        description="Search the user's notes by words and by meaning. Use it first, whenever the question "
        "may be about something the user wrote down. Gives the best passages with their paths.",
        effect=Effect.READ,
        parameters={
            "type": "object",
            "properties": {
                "query": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 500,
                    "description": "What to look for, in a few words, for example: boiler decision",
                }
            },
            "required": ["query"],
            "additionalProperties": False,
        },
        sinks={"query": Sink.CONTENT},
    )

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def preview(self, call: ToolCall, owner: str) -> Preview:  # noqa: ARG002 - nothing is read
        return Preview(
            f"Search your notes for “{call.arguments['query']}”?", "Looking for these words, once."
        )

    async def run(self, proof: Authorized) -> ToolResult:
        try:
            shelf = await self._shelves.of(proof.principal.user_id)
            await shelf.sync.fresh()
            hits = await shelf.index.search(proof.call.arguments["query"], HITS)
        except PaiosError as error:
            return failed(proof, error)
        if not hits:
            return done(
                proof, "No note has anything like that. Try other words, or vault_list.", "Found nothing"
            )
        passages = tuple(
            Passage(hit.path, hit.title, hit.first_line, hit.last_line, hit.text, hit.label) for hit in hits
        )
        found = f"Found {_count(len(hits), 'passage')}"
        return done(proof, f"{found}, best first:", found, passages)


class VaultRead:
    """``vault_read``: one note, or some of its lines."""

    spec = ToolSpec(
        name="vault_read",
        phrase="read a note",
        description="Read one note of the user's, whole or only some lines.",
        effect=Effect.READ,
        parameters={
            "type": "object",
            "properties": {
                "path": PATH,
                "first_line": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "First line to read; the first is 1",
                },
                "last_line": {"type": "integer", "minimum": 1, "description": "Last line to read"},
            },
            "required": ["path"],
            "additionalProperties": False,
        },
        sinks={"path": Sink.PATH, "first_line": Sink.OPTION, "last_line": Sink.OPTION},
        bound_by=("path",),
    )

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def preview(self, call: ToolCall, owner: str) -> Preview:  # noqa: ARG002 - nothing is read
        path = call.arguments["path"]
        return Preview(f"Read {title_of(path)}?", f"Reading {path}, once.")

    async def run(self, proof: Authorized) -> ToolResult:
        arguments = proof.call.arguments
        try:
            shelf = await self._shelves.of(proof.principal.user_id)
            note = await existing(shelf, arguments["path"])
            passage, mark = _excerpt(note, arguments.get("first_line", 1), arguments.get("last_line"))
        except PaiosError as error:
            return failed(proof, error)
        return done(proof, mark, f"Read {note.path}", (passage,))


class VaultList:
    """``vault_list``: what is in one folder."""

    spec = ToolSpec(
        name="vault_list",
        phrase="list your notes",
        description="List the notes and folders in one folder of the user's notes; without a path, the top.",
        effect=Effect.READ,
        parameters={
            "type": "object",
            "properties": {
                "path": {**PATH, "description": "Path of the folder inside the vault, for example House"},
            },
            "additionalProperties": False,
        },
        sinks={"path": Sink.PATH},
    )

    def __init__(self, shelves: Shelves, at_home: Callable[[], bool]) -> None:
        """``at_home`` tells whether the model that asks is on this machine."""
        self._shelves = shelves
        self._at_home = at_home

    async def preview(self, call: ToolCall, owner: str) -> Preview:  # noqa: ARG002 - nothing is read
        folder = call.arguments.get("path")
        return Preview(
            f"List the folder {folder}?" if folder else "List your notes?", "Listing this folder, once."
        )

    async def run(self, proof: Authorized) -> ToolResult:
        folder = proof.call.arguments.get("path", "")
        try:
            shelf = await self._shelves.of(proof.principal.user_id)
            await shelf.sync.refresh()
            notes = await to_thread.run_sync(shelf.files.list, abandon_on_cancel=True)
            below = _below([note.path for note in notes], folder)
            known = await shelf.index.labels(below)
        except PaiosError as error:
            return failed(proof, error)
        labels = {path: known.get(path, OUTSIDE_WORDS) for path in below}
        told = [path for path in below if self._at_home() or labels[path].secrecy < Secrecy.LOCAL_ONLY]
        entries = _entries(told, folder)
        shown = "\n".join(entries[:LIST_LIMIT]) or "There are no notes yet."
        marks = _marks(rest=len(entries) - LIST_LIMIT, kept=len(below) - len(told))
        summary = f"Listed {folder or 'the notes'}"
        return done(proof, shown + marks, summary, labels=[labels[path] for path in told])


def _excerpt(note: Note, first: int, last: int | None) -> tuple[Passage, str]:
    """The lines that were asked for, as far as they fit, and a mark where they do not."""
    lines = note.text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    if first > len(lines) or (last is not None and last < first):
        raise InvalidArgumentsError(
            f"{note.path} has {_count(len(lines), 'line')}; there are no such lines in it."
        )
    wanted = lines[first - 1 : last]
    end = first + len(wanted) - 1
    text = "\n".join(wanted)
    mark = ""
    if len(text) > READ_LIMIT:
        text = text[:READ_LIMIT]
        # A line is shown whole, unless it is the only one and too long itself.
        text = text[: text.rfind("\n")] if "\n" in text else text
        end = first + text.count("\n")
        mark = f"This ends at line {end} of {len(lines)}: ask for first_line {end + 1} to read on."
    return Passage(note.path, note.title, first, end, text, note.label), mark


def _below(paths: Sequence[str], folder: str) -> list[str]:
    """The notes in the folder, and in those below it."""
    below = [path for path in paths if not folder or path.startswith(f"{folder}/")]
    if folder and not below:
        raise NotFoundError(f"There is no folder {folder} with notes in it.")
    return below


def _entries(paths: Sequence[str], folder: str) -> list[str]:
    prefix = f"{folder}/" if folder else ""
    below = [path.removeprefix(prefix) for path in paths]
    folders = Counter(path.split("/", 1)[0] for path in below if "/" in path)
    notes = sorted(prefix + path for path in below if "/" not in path)
    return [f"{prefix}{name}/ ({_count(folders[name], 'note')})" for name in sorted(folders)] + notes


def _marks(rest: int, kept: int) -> str:
    """What is left out of a list, and why."""
    more = f"\n[and {rest} more, not shown]" if rest > 0 else ""
    return more + (f"\n[{_count(kept, 'note')} that must stay on this machine: not shown]" if kept else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
