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
from paios.drivers.tools.lookup import Shelf, missing
from paios.drivers.tools.vault_reading import NOTE_PATH
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

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._files = shelf.files

    async def preview(self, call: ToolCall) -> Preview:
        try:
            return await to_thread.run_sync(self._preview, call, abandon_on_cancel=True)
        except NotFoundError as error:
            raise await missing(self._shelf, call.arguments["path"]) from error

    async def run(self, proof: Authorized) -> ToolResult:
        path, target = proof.call.arguments["path"], proof.call.arguments["target"]
        try:
            revision = await to_thread.run_sync(self._movable, proof)
            await self._keep(proof, revision)
            moved = await to_thread.run_sync(self._run, proof)
            if moved not in (None, revision):  # somebody wrote in the instant before the rename
                await self._keep(proof, moved)
        except PaiosError as error:
            return failed(proof, error)
        return done(proof, f"{path} is now {target}.", f"Moved {path} to {target}")

    async def _keep(self, proof: Authorized, revision: str) -> None:
        """Let the note be at its new place what it is at the old one, with a name of the call's words."""
        path, target = proof.call.arguments["path"], proof.call.arguments["target"]
        since = Version.of(path, revision)
        await self._shelf.labels.keep(Version.of(target, revision), proof.label, since)

    def _preview(self, call: ToolCall) -> Preview:
        path, target = call.arguments["path"], call.arguments["target"]
        basis = _revision(self._files, path)
        self._refuse_taken(path, target)
        stays = path.rpartition("/")[0] == target.rpartition("/")[0]
        verb, goal = ("Rename", title_of(target)) if stays else ("Move", target)
        return Preview(
            sentence=f"{verb} {title_of(path)} to {goal}?",
            covers=f"Moving {path} to {target}, once. Its text stays as it is.",
            basis=basis,
            details=(("From", path), ("To", target)),
        )

    def _movable(self, proof: Authorized) -> str:
        """The revision of the note that shall move, and can. Nothing is kept of a place that is taken."""
        self._refuse_taken(proof.call.arguments["path"], proof.call.arguments["target"])
        return _unchanged(self._files, proof)

    def _refuse_taken(self, path: str, target: str) -> None:
        if path.casefold() != target.casefold() and self._files.revision(target) is not None:
            raise NoteExistsError(f"There is already a note {target}. Choose another name.")

    def _run(self, proof: Authorized) -> str | None:
        path, target = proof.call.arguments["path"], proof.call.arguments["target"]
        self._files.move(proof, path, target)
        return self._files.revision(target)


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

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._files = shelf.files

    async def preview(self, call: ToolCall) -> Preview:
        try:
            return await to_thread.run_sync(self._preview, call, abandon_on_cancel=True)
        except NotFoundError as error:
            raise await missing(self._shelf, call.arguments["path"]) from error

    async def run(self, proof: Authorized) -> ToolResult:
        path = proof.call.arguments["path"]
        try:
            now = Version.of(path, await to_thread.run_sync(_unchanged, self._files, proof))
            await self._shelf.labels.keep(now, OWN_WORDS, since=now)
            await to_thread.run_sync(self._files.trash, proof, path)
        except PaiosError as error:
            return failed(proof, error)
        told = f"{path} is in the trash now. The user can restore it."
        return done(proof, told, f"Moved {path} to the trash")

    def _preview(self, call: ToolCall) -> Preview:
        path = call.arguments["path"]
        basis = _revision(self._files, path)
        return Preview(
            sentence=f"Delete {title_of(path)}?",
            covers=f"Moving {path} as it is now to the trash, once.",
            diff=self._loss(path),
            basis=basis,
            details=(("Afterwards", "It is in the trash and can be restored."),),
        )

    def _loss(self, path: str) -> str:
        try:
            return difference(self._files.read(path).text, "", path)
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
