"""Conversations and messages, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.account import User
from paios.domain.conversation import Author, Citation, Conversation, Message
from paios.domain.errors import NotFoundError
from paios.domain.ids import new_id
from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS
from paios.domain.page import Slice
from paios.drivers.sql.conversations import SqlConversations
from paios.drivers.sql.engine import Database

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2")]


def _said(conversation: Conversation, text: str, seconds: int = 0) -> Message:
    at = NOON + timedelta(seconds=seconds)
    return Message(new_id(), conversation.id, Author.PERSON, text, at, OWN_WORDS)


async def test_a_message_comes_back_as_it_was_said(database: Database, conversation: Conversation) -> None:
    store = SqlConversations(database)
    citation = Citation(1, "House/Boiler.md", "Boiler", 3, 7, "It is\nleased.", external=True)
    message = Message(
        new_id(),
        conversation.id,
        Author.ASSISTANT,
        "It is leased [1]. 🚲",
        NOON,
        OUTSIDE_WORDS,
        run_id=new_id(),
        citations=(citation,),
    )
    await store.add_message(message)
    assert await store.message(message.id) == message
    assert await store.messages(conversation.id) == (message,)


async def test_what_no_database_can_hold_is_replaced_in_both(
    database: Database, conversation: Conversation
) -> None:
    store, message = SqlConversations(database), _said(conversation, "a\0b\ud800c")
    await store.add_message(message)
    assert await store.message(message.id) == replace(message, text="a\ufffdb\ufffdc")


async def test_messages_of_one_moment_keep_their_order(
    database: Database, conversation: Conversation
) -> None:
    store = SqlConversations(database)
    said = [_said(conversation, str(number)) for number in range(20)]
    for message in said:
        await store.add_message(message)
    assert await store.messages(conversation.id) == tuple(said)


async def test_superseded_messages_leave_the_dialogue_and_stay_stored(
    database: Database, conversation: Conversation
) -> None:
    store = SqlConversations(database)
    said = [_said(conversation, str(number)) for number in range(4)]
    for message in said:
        await store.add_message(message)
    await store.supersede_from(said[1].id)
    again = _said(conversation, "again")
    await store.add_message(again)
    assert await store.messages(conversation.id) == (said[0], again)
    assert await store.message(said[3].id) == said[3]
    with pytest.raises(NotFoundError):
        await store.supersede_from(new_id())


async def test_a_conversation_is_only_its_owners(database: Database, conversation: Conversation) -> None:
    store = SqlConversations(database)
    assert await store.get(conversation.user_id, conversation.id) == conversation
    assert await store.get(new_id(), conversation.id) is None
    with pytest.raises(NotFoundError):
        await store.save(replace(conversation, user_id=new_id(), title="Mine now"))
    assert (await store.page(new_id(), Slice())).total == 0


async def test_the_newest_activity_comes_first_and_deleted_ones_do_not(
    database: Database, person: User
) -> None:
    store = SqlConversations(database)
    made = [Conversation(new_id(), person.id, f"number {number}", NOON, NOON) for number in range(3)]
    for conversation in made:
        await store.add(conversation)
    await store.add_message(_said(made[0], "hello", seconds=1))
    gone = replace(made[1], deleted_at=NOON + timedelta(hours=1))
    await store.save(gone)
    page = await store.page(person.id, Slice(limit=1))
    assert (page.items[0].id, page.total) == (made[0].id, 2)
    rest = await store.page(person.id, Slice(limit=5, offset=1))
    assert rest.items == (made[2],)
    assert await store.get(person.id, gone.id) == gone


@pytest.mark.requirement("V4")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("boiler", True),
        ("PÄRCHEN", True),
        ("100%", True),
        ("100_", False),
        ("%", True),
        ("_", False),
        ("\\", False),
    ],
)
async def test_a_text_is_looked_for_literally(
    database: Database, conversation: Conversation, text: str, found: bool
) -> None:
    store = SqlConversations(database)
    await store.add_message(_said(conversation, "Das Pärchen ist zu 100% dabei."))
    page = await store.page(conversation.user_id, Slice(), text)
    assert (page.total, len(page.items)) == (found, found)


async def test_a_number_no_database_can_count_to_is_the_end_of_the_list(
    database: Database, conversation: Conversation
) -> None:
    page = await SqlConversations(database).page(conversation.user_id, Slice(10**30, 10**30))
    assert (page.items, page.total) == ((), 1)
