"""Conversations and their messages in the database."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, exists, or_, select, update

from paios.domain.conversation import Author, Citation, Conversation, Message
from paios.domain.errors import NotFoundError
from paios.domain.page import Page, Slice
from paios.drivers.sql.engine import Database
from paios.drivers.sql.slices import slice_of
from paios.drivers.sql.tables import conversations, label_columns, label_of, messages
from paios.ports.transaction import Transaction


class SqlConversations:
    """Fills ``ports.conversations.Conversations``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, conversation: Conversation) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(conversations.insert().values(**asdict(conversation)))

    async def get(self, user_id: str, conversation_id: str) -> Conversation | None:
        its = conversations.c
        query = select(conversations).where(its.id == conversation_id, its.user_id == user_id)
        rows = await self._database.fetch(query)
        return _conversation(rows[0]) if rows else None

    async def page(self, user_id: str, part: Slice, text: str = "") -> Page[Conversation]:
        its, said = conversations.c, messages.c
        query = select(conversations).where(its.user_id == user_id, its.deleted_at.is_(None))
        if text:
            in_messages = exists().where(
                said.conversation_id == its.id, ~said.superseded, said.text.icontains(text, autoescape=True)
            )
            query = query.where(or_(its.title.icontains(text, autoescape=True), in_messages))
        query = query.order_by(its.updated_at.desc(), its.position.desc())
        rows, total = await slice_of(self._database, query, part)
        return Page(tuple(map(_conversation, rows)), total)

    async def save(self, conversation: Conversation) -> None:
        changed = asdict(conversation)
        one = update(conversations).where(
            conversations.c.id == changed.pop("id"), conversations.c.user_id == changed.pop("user_id")
        )
        async with self._database.begin() as tx:
            if not (await tx.connection.execute(one.values(**changed))).rowcount:
                raise NotFoundError("There is no such conversation.")

    async def add_message(self, message: Message, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(
                messages.insert().values(
                    id=message.id,
                    conversation_id=message.conversation_id,
                    author=message.author.value,
                    text=message.text,
                    created_at=message.created_at,
                    run_id=message.run_id,
                    citations=[asdict(citation) for citation in message.citations],
                    superseded=False,
                    **label_columns(message.label),
                )
            )
            await connection.execute(
                update(conversations)
                .where(conversations.c.id == message.conversation_id)
                .values(updated_at=message.created_at)
            )

    async def messages(self, conversation_id: str) -> tuple[Message, ...]:
        said = messages.c
        query = select(messages).where(said.conversation_id == conversation_id, ~said.superseded)
        return tuple(map(_message, await self._database.fetch(query.order_by(said.position))))

    async def message(self, message_id: str) -> Message | None:
        rows = await self._database.fetch(select(messages).where(messages.c.id == message_id))
        return _message(rows[0]) if rows else None

    async def supersede_from(self, message_id: str, tx: Transaction | None = None) -> None:
        said = messages.c
        async with self._database.joined(tx) as connection:
            found = await connection.execute(
                select(said.conversation_id, said.position).where(said.id == message_id)
            )
            first = found.one_or_none()
            if first is None:
                raise NotFoundError("There is no such message.")
            await connection.execute(
                update(messages)
                .where(said.conversation_id == first.conversation_id, said.position >= first.position)
                .values(superseded=True)
            )


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(row.id, row.user_id, row.title, row.created_at, row.updated_at, row.deleted_at)


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        author=Author(row.author),
        text=row.text,
        created_at=row.created_at,
        label=label_of(row),
        run_id=row.run_id,
        citations=tuple(Citation(**citation) for citation in row.citations),
    )
