"""Where conversations and their messages are kept. Every look-up names the owner."""

from typing import Protocol

from paios.domain.conversation import Conversation, Message
from paios.domain.page import Page, Slice
from paios.ports.transaction import Transaction


class Conversations(Protocol):
    async def add(self, conversation: Conversation) -> None: ...

    async def get(self, user_id: str, conversation_id: str) -> Conversation | None:
        """The user's conversation, deleted ones included; None if it is not theirs."""
        ...

    async def page(self, user_id: str, part: Slice, text: str = "") -> Page[Conversation]:
        """The user's conversations, newest activity first, without deleted ones.

        ``text`` is looked for literally in titles and messages.
        """
        ...

    async def save(self, conversation: Conversation) -> None:
        """Store changed title, times or deletion mark."""
        ...

    async def add_message(self, message: Message, tx: Transaction | None = None) -> None:
        """Append a message and move the conversation's ``updated_at``."""
        ...

    async def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """The dialogue as it stands, oldest first; superseded messages are left out."""
        ...

    async def message(self, message_id: str) -> Message | None: ...

    async def supersede_from(self, message_id: str, tx: Transaction | None = None) -> None:
        """Take this message and all after it out of the dialogue; they stay stored."""
        ...
