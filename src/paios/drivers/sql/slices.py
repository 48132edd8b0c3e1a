"""One page of a query, the same for every list (M5)."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select

from paios.domain.page import Slice
from paios.drivers.sql.engine import Database

_FARTHEST: Final = 2**31 - 1


async def slice_of(database: Database, query: Select[Any], part: Slice) -> tuple[Sequence[Row[Any]], int]:
    """The rows of ``part``, and how many ``query`` has in all.

    A number larger than a database can count to means the end of any list.
    """
    count = select(func.count()).select_from(query.order_by(None).subquery())
    bounded = query.limit(min(part.limit, _FARTHEST)).offset(min(part.offset, _FARTHEST))

    def both(connection: Connection) -> tuple[Sequence[Row[Any]], int]:
        return connection.execute(bounded).all(), connection.execute(count).scalar_one()

    return await database.look(both)
