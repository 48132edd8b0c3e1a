"""One page of a query, the same for every list (M5)."""

from typing import Any, Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.domain.page import Slice

_FARTHEST: Final = 2**31 - 1


async def slice_of(
    connection: AsyncConnection, query: Select[Any], part: Slice
) -> tuple[list[Row[Any]], int]:
    """The rows of ``part``, and how many ``query`` has in all.

    A number larger than a database can count to means the end of any list.
    """
    total = await connection.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    bounded = query.limit(min(part.limit, _FARTHEST)).offset(min(part.offset, _FARTHEST))
    return list((await connection.execute(bounded)).all()), int(total or 0)
