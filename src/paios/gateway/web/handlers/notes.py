"""The person's notes."""

from collections.abc import Mapping

from paios.domain.note_label import FolderWords
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.capabilities import Vault


class NoteHandlers:
    """``Vault`` as operations."""

    def __init__(self, port: Vault) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_notes": self.list_notes,
            "search_notes": self.search_notes,
            "get_note": self.get_note,
            "save_note": self.save_note,
            "trash_note": self.trash_note,
            "move_note": self.move_note,
            "list_trash": self.list_trash,
            "restore_note": self.restore_note,
            "get_note_trust": self.get_note_trust,
            "change_note_trust": self.change_note_trust,
        }

    async def list_notes(self, request: ValidatedRequest) -> Reply:
        principal = request.identity.principal
        page = await self._port.list(principal, shown.part_of(request), request.query["text"])
        return Reply(200, {"items": [shown.note_info(each) for each in page.items], "total": page.total})

    async def search_notes(self, request: ValidatedRequest) -> Reply:
        principal = request.identity.principal
        hits = await self._port.search(principal, request.query["text"], request.query["limit"])
        return Reply(200, {"items": [shown.hit(each) for each in hits]})

    async def get_note(self, request: ValidatedRequest) -> Reply:
        note = await self._port.read(request.identity.principal, request.query["path"])
        return Reply(200, shown.note(note))

    async def save_note(self, request: ValidatedRequest) -> Reply:
        body = request.body
        principal, mine = request.identity.principal, body.get("mine", False)
        saved = await self._port.save(principal, body["path"], body["text"], body["expected"], mine)
        return Reply(200, shown.note(saved))

    async def trash_note(self, request: ValidatedRequest) -> Reply:
        trashed = await self._port.trash(request.identity.principal, request.query["path"])
        return Reply(200, shown.trashed(trashed))

    async def move_note(self, request: ValidatedRequest) -> Reply:
        body = request.body
        moved = await self._port.move(request.identity.principal, body["path"], body["target"])
        return Reply(200, shown.note(moved))

    async def list_trash(self, request: ValidatedRequest) -> Reply:
        page = await self._port.trashed(request.identity.principal, shown.part_of(request))
        return Reply(200, {"items": [shown.trashed(each) for each in page.items], "total": page.total})

    async def restore_note(self, request: ValidatedRequest) -> Reply:
        restored = await self._port.restore(request.identity.principal, request.path["trash_id"])
        return Reply(200, shown.note(restored))

    async def get_note_trust(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.note_trust(await self._port.trust(request.identity.principal)))

    async def change_note_trust(self, request: ValidatedRequest) -> Reply:
        words = FolderWords({each["folder"]: each["mine"] for each in request.body["items"]})
        changed = await self._port.change_trust(request.identity.principal, words)
        return Reply(200, shown.note_trust(changed))
