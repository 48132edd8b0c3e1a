"""The tools that put notes elsewhere: move, and delete to the trash. No text changes."""

from anyio import to_thread

from paios.domain.authorized import Authorized
from paios.domain.errors import NoteChangedError, NoteExistsError, PaiosError, UnreadableNoteError
from paios.domain.note import title_of
from paios.domain.tool import Effect, Preview, Sink, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.answers import done, failed
from paios.drivers.tools.difference import difference
from paios.drivers.tools.lookup import missing
from paios.drivers.tools.vault_reading import NOTE_PATH
from paios.ports.vault_files import VaultFiles


class VaultMove:
    """``vault_move``: renames a note or puts it in another folder."""

    spec = ToolSpec(
        name="vault_move",
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

    def __init__(self, files: VaultFiles) -> None:
        self._files = files

    async def preview(self, call: ToolCall) -> Preview:
        return await to_thread.run_sync(self._preview, call, abandon_on_cancel=True)

    async def run(self, proof: Authorized) -> ToolResult:
        try:
            return await to_thread.run_sync(self._run, proof)
        except PaiosError as error:
            return failed(proof, error)

    def _preview(self, call: ToolCall) -> Preview:
        path, target = call.arguments["path"], call.arguments["target"]
        basis = _revision(self._files, path)
        if path.casefold() != target.casefold() and self._files.revision(target) is not None:
            raise NoteExistsError(f"There is already a note {target}. Choose another name.")
        stays = path.rpartition("/")[0] == target.rpartition("/")[0]
        verb, goal = ("Rename", title_of(target)) if stays else ("Move", target)
        return Preview(
            sentence=f"{verb} {title_of(path)} to {goal}?",
            covers=f"Moving {path} to {target}, once. Its text stays as it is.",
            basis=basis,
            details=(("From", path), ("To", target)),
        )

    def _run(self, proof: Authorized) -> ToolResult:
        path, target = proof.call.arguments["path"], proof.call.arguments["target"]
        _refuse_changed(proof, _revision(self._files, path))
        self._files.move(proof, path, target)
        return done(proof, f"{path} is now {target}.", f"Moved {path} to {target}")


class VaultDelete:
    """``vault_delete``: puts a note in the vault's trash."""

    spec = ToolSpec(
        name="vault_delete",
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

    def __init__(self, files: VaultFiles) -> None:
        self._files = files

    async def preview(self, call: ToolCall) -> Preview:
        return await to_thread.run_sync(self._preview, call, abandon_on_cancel=True)

    async def run(self, proof: Authorized) -> ToolResult:
        try:
            return await to_thread.run_sync(self._run, proof)
        except PaiosError as error:
            return failed(proof, error)

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

    def _run(self, proof: Authorized) -> ToolResult:
        path = proof.call.arguments["path"]
        _refuse_changed(proof, _revision(self._files, path))
        self._files.trash(proof, path)
        return done(
            proof, f"{path} is in the trash now. The user can restore it.", f"Moved {path} to the trash"
        )


def _revision(files: VaultFiles, path: str) -> str:
    revision = files.revision(path)
    if revision is None:
        raise missing(files, path)
    return revision


def _refuse_changed(proof: Authorized, revision: str) -> None:
    if proof.basis not in (None, revision):
        path = proof.call.arguments["path"]
        raise NoteChangedError(f"{path} was changed meanwhile. Nothing was done; look at it and try again.")
