"""Conversations and what is said in them."""

from collections.abc import Mapping

from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.capabilities import Inference


class ConversationHandlers:
    """The dialogue side of ``Inference`` as operations."""

    def __init__(self, port: Inference) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_conversations": self.list_conversations,
            "create_conversation": self.create_conversation,
            "get_conversation": self.get_conversation,
            "rename_conversation": self.rename_conversation,
            "delete_conversation": self.delete_conversation,
            "restore_conversation": self.restore_conversation,
            "send_message": self.send_message,
        }

    async def list_conversations(self, request: ValidatedRequest) -> Reply:
        principal = request.identity.principal
        page = await self._port.conversations(principal, shown.part_of(request), request.query["text"])
        items = [shown.conversation(each) for each in page.items]
        return Reply(200, {"items": items, "total": page.total})

    async def create_conversation(self, request: ValidatedRequest) -> Reply:
        return Reply(201, shown.conversation(await self._port.begin(request.identity.principal)))

    async def get_conversation(self, request: ValidatedRequest) -> Reply:
        found = await self._port.dialogue(request.identity.principal, request.path["conversation_id"])
        return Reply(200, shown.dialogue(found))

    async def rename_conversation(self, request: ValidatedRequest) -> Reply:
        renamed = await self._port.rename(
            request.identity.principal, request.path["conversation_id"], request.body["title"]
        )
        return Reply(200, shown.conversation(renamed))

    async def delete_conversation(self, request: ValidatedRequest) -> Reply:
        await self._port.delete(request.identity.principal, request.path["conversation_id"])
        return Reply(204)

    async def restore_conversation(self, request: ValidatedRequest) -> Reply:
        restored = await self._port.restore(request.identity.principal, request.path["conversation_id"])
        return Reply(200, shown.conversation(restored))

    async def send_message(self, request: ValidatedRequest) -> Reply:
        message, run = await self._port.say(
            request.identity.principal,
            request.path["conversation_id"],
            request.body["text"],
            request.body.get("replaces"),
        )
        return Reply(202, {"message": shown.message(message), "run": shown.run(run)})
