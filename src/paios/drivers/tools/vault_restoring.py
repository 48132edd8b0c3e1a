"""``vault_restore``: takes a note out of the trash. For the person's own hand; no agent is offered it."""

from anyio import to_thread

from paios.domain.authorized import Authorized
from paios.domain.errors import NotFoundError, PaiosError
from paios.domain.ids import ID_PATTERN
from paios.domain.note import TrashedNote, title_of
from paios.domain.tool import Effect, Preview, Sink, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.answers import done, failed
from paios.ports.shelves import Shelves
from paios.ports.vault_files import VaultFiles


class VaultRestore:
    spec = ToolSpec(
        name="vault_restore",
        phrase="put a note back",
        description="Put a deleted note back where it was.",
        effect=Effect.WRITE,
        parameters={
            "type": "object",
            "properties": {"id": {"type": "string", "pattern": ID_PATTERN}},
            "required": ["id"],
            "additionalProperties": False,
        },
        sinks={"id": Sink.ID},
        bound_by=("id",),
    )

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        shelf = await self._shelves.of(owner)
        trashed = await to_thread.run_sync(_trashed, shelf.files, call)
        return Preview(f"Restore {title_of(trashed.path)}?", f"Putting {trashed.path} back, once.")

    async def run(self, proof: Authorized) -> ToolResult:
        try:
            shelf = await self._shelves.of(proof.principal.user_id)
            info = await to_thread.run_sync(shelf.files.restore, proof, proof.call.arguments["id"])
        except PaiosError as error:
            return failed(proof, error)
        return done(proof, f"{info.path} is back.", f"Restored {info.path}")


def _trashed(files: VaultFiles, call: ToolCall) -> TrashedNote:
    for trashed in files.trashed():
        if trashed.id == call.arguments["id"]:
            return trashed
    raise NotFoundError("There is no such note in the trash.")
