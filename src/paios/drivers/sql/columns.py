"""Column types that mean the same in SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

_NOT_STORABLE = "�"


class PlainText(TypeDecorator[str]):
    """Words as they are, but for what one of the databases cannot hold.

    PostgreSQL has no NUL in text and UTF-8 has no lone surrogate; both become
    U+FFFD, so that the same words are stored everywhere and nothing is refused.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment, in UTC with microseconds. A naive time is refused: nobody knows when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A JSON value as ASCII text: whatever a string contains, both databases keep it.

    PostgreSQL's ``jsonb`` refuses ``\\u0000`` and rounds numbers, so it is not used.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def storable(text: str) -> str:
    """``text`` with NUL and lone surrogates replaced."""
    text = str(text).replace("\0", _NOT_STORABLE)
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
