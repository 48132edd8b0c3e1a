"""The tools that put notes elsewhere: move, and delete to the trash. No text changes."""

from anyio import to_thread

from paios.domain.authorized import Authorized
from paios.domain.errors import (
    NoteChangedError,
    NoteExistsError,
    NotFoundError,
    PaiosError,
    UnreadableNoteError,
)
from paios.domain.label import OWN_WORDS
from paios.domain.note import title_of
from paios.domain.note_label import Version
from paios.domain.tool import Effect, Preview, Sink, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.answers import done, failed
from paios.drivers.tools.difference import difference
from paios.drivers.tools.lookup import missing
from paios.drivers.tools.vault_reading import NOTE_PATH
from paios.ports.note_labels import NoteLabels
from paios.ports.shelves import Shelves
from paios.ports.vault_files import VaultFiles


class VaultMove:
    """``vault_move``: renames a note or puts it in another folder. Its label goes with it."""

    spec = ToolSpec(
        name="vault_move",
        phrase="move a note",
        description="Rename a note of the user's or move it to another folder. Never overwrites a note. "
        "The user sees it first and must agree.",
        effect=Effect.WRITE,
        parameters={
            "type": "object",
            "properties": {
                "path": NOTE_PATH,
                "target": {
                    **NOTE_PATH,
                    "description": "The new path with folders and .md, for example Archive/Boiler.md",
                },
            },
            "required": ["path", "target"],
            "additionalProperties": False,
        },
        sinks={"path": Sink.PATH, "target": Sink.PATH},
        bound_by=("path", "target"),
    )

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        shelf = await self._shelves.of(owner)
        try:
            return await to_thread.run_sync(_preview_of_move, shelf.files, call, abandon_on_cancel=True)
        except NotFoundError as error:
            raise await missing(shelf, call.arguments["path"]) from error

    async def run(self, proof: Authorized) -> ToolResult:
        path, target = proof.call.arguments["path"], proof.call.arguments["target"]
        try:
            shelf = await self._shelves.of(proof.principal.user_id)
            revision = await to_thread.run_sync(_movable, shelf.files, proof)
            await _keep(shelf.labels, proof, revision)
            moved = await to_thread.run_sync(_moved, shelf.files, proof)
            if moved not in (None, revision):  # somebody wrote in the instant before the rename
                await _keep(shelf.labels, proof, moved)
        except PaiosError as error:
            return failed(proof, error)
        return done(proof, f"{path} is now {target}.", f"Moved {path} to {target}")


class VaultDelete:
    """``vault_delete``: puts a note in the vault's trash. What it is now, it is when it comes back."""

    spec = ToolSpec(
        name="vault_delete",
        phrase="delete a note",
        description="Delete one note of the user's. It goes to the trash, and the user can restore it. "
        "The user sees it first and must agree.",
        effect=Effect.DELETE,
        parameters={
            "type": "object",
            "properties": {"path": NOTE_PATH},
            "required": ["path"],
            "additionalProperties": False,
        },
        sinks={"path": Sink.PATH},
        bound_by=("path",),
    )

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        shelf = await self._shelves.of(owner)
        try:
            return await to_thread.run_sync(_preview_of_delete, shelf.files, call, abandon_on_cancel=True)
        except NotFoundError as error:
            raise await missing(shelf, call.arguments["path"]) from error

    async def run(self, proof: Authorized) -> ToolResult:
        path = proof.call.arguments["path"]
        try:
            shelf = await self._shelves.of(proof.principal.user_id)
            now = Version.of(path, await to_thread.run_sync(_unchanged, shelf.files, proof))
            await shelf.labels.keep(now, OWN_WORDS, since=now)
            await to_thread.run_sync(shelf.files.trash, proof, path)
        except PaiosError as error:
            return failed(proof, error)
        told = f"{path} is in the trash now. The user can restore it."
        return done(proof, told, f"Moved {path} to the trash")


async def _keep(labels: NoteLabels, proof: Authorized, revision: str) -> None:
    """Let the note be at its new place what it is at the old one, with a name of the call's words."""
    path, target = proof.call.arguments["path"], proof.call.arguments["target"]
    since = Version.of(path, revision)
    await labels.keep(Version.of(target, revision), proof.label, since)


def _preview_of_move(files: VaultFiles, call: ToolCall) -> Preview:
    path, target = call.arguments["path"], call.arguments["target"]
    basis = _revision(files, path)
    _refuse_taken(files, path, target)
    stays = path.rpartition("/")[0] == target.rpartition("/")[0]
    verb, goal = ("Rename", title_of(target)) if stays else ("Move", target)
    return Preview(
        sentence=f"{verb} {title_of(path)} to {goal}?",
        covers=f"Moving {path} to {target}, once. Its text stays as it is.",
        basis=basis,
        details=(("From", path), ("To", target)),
    )


def _movable(files: VaultFiles, proof: Authorized) -> str:
    """The revision of the note that shall move, and can. Nothing is kept of a place that is taken."""
    _refuse_taken(files, proof.call.arguments["path"], proof.call.arguments["target"])
    return _unchanged(files, proof)


def _refuse_taken(files: VaultFiles, path: str, target: str) -> None:
    if path.casefold() != target.casefold() and files.revision(target) is not None:
        raise NoteExistsError(f"There is already a note {target}. Choose another name.")


def _moved(files: VaultFiles, proof: Authorized) -> str | None:
    path, target = proof.call.arguments["path"], proof.call.arguments["target"]
    files.move(proof, path, target)
    return files.revision(target)


def _preview_of_delete(files: VaultFiles, call: ToolCall) -> Preview:
    path = call.arguments["path"]
    basis = _revision(files, path)
    return Preview(
        sentence=f"Delete {title_of(path)}?",
        covers=f"Moving {path} as it is now to the trash, once.",
        diff=_loss(files, path),
        basis=basis,
        details=(("Afterwards", "It is in the trash and can be restored."),),
    )


def _loss(files: VaultFiles, path: str) -> str:
    try:
        return difference(files.read(path).text, "", path)
    except UnreadableNoteError:
        return ""  # what is no text can be deleted, but not shown


def _revision(files: VaultFiles, path: str) -> str:
    revision = files.revision(path)
    if revision is None:
        raise NotFoundError(f"There is no note {path}.")
    return revision


def _unchanged(files: VaultFiles, proof: Authorized) -> str:
    """The revision of the note that the call is about. Raises ``NoteChangedError`` if it is not as shown."""
    path = proof.call.arguments["path"]
    revision = _revision(files, path)
    if proof.basis not in (None, revision):
        raise NoteChangedError(f"{path} was changed meanwhile. Nothing was done; look at it and try again.")
    return revision
