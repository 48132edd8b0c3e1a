"""Conversations, messages and the citations in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paios.domain.label import Label


class Author(StrEnum):
    PERSON = "person"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Citation:
    """``[number]`` in an answer stands for these lines of this note (counted from 1)."""

    number: int
    path: str
    title: str
    first_line: int
    last_line: int
    quote: str
    external: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance. ``run_id`` names the run that answers it, or that it came from."""

    id: str
    conversation_id: str
    author: Author
    text: str
    created_at: datetime
    label: Label
    run_id: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A dialogue of one user. Deleting one marks it, so that it can be undone."""

    id: str
    user_id: str
    title: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
