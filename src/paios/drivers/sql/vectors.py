"""The meanings of all passages, in memory, in step with the table.

numpy is imported with the first search, not before: the server starts without.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select

from paios.drivers.sql.tables import note_passages, notes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FLOAT: Final = 4
_AT_ONCE: Final = 500
_STAMP: Final = select(func.count(), func.coalesce(func.sum(notes.c.id), 0)).where(notes.c.embedded)
_PASSAGES: Final = select(note_passages.c.id).join_from(note_passages, notes)
_UNRELATED: Final = 0.2
"""A cosine below this is no likeness: without it every query would find something."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Passage ids and, row by row, their unit vectors, as of one state of the table."""

    stamp: tuple[int, int]
    ids: "NDArray[np.int64]"
    matrix: "NDArray[np.float32]"


class Vectors:
    """Finds the passages of one person that mean most nearly the same. Another model's rows are left aside.

    What is held is replaced as a whole, so searches in several threads do not disturb each other.
    """

    def __init__(self, owner: str) -> None:
        self._own = notes.c.owner == owner
        self._held: _Held | None = None

    def nearest(self, connection: Connection, wanted: bytes, limit: int) -> list[int]:
        """Ids of the passages nearest to the unit vector ``wanted`` (float32), best first."""
        import numpy as np

        direction = np.frombuffer(wanted, dtype="<f4")
        held = self._current(connection, direction.size)
        likeness = held.matrix @ direction
        best = np.argsort(-likeness, kind="stable")[:limit]
        return [int(held.ids[at]) for at in best if likeness[at] >= _UNRELATED]

    def _current(self, connection: Connection, width: int) -> _Held:
        import numpy as np

        # A note that is indexed anew gets a new, higher id, so these two numbers change with any change.
        row = connection.execute(_STAMP.where(self._own)).one()
        stamp, held = (int(row[0]), int(row[1])), self._held
        if held is not None and held.matrix.shape[1] != width:
            held = None
        if held is not None and held.stamp == stamp:
            return held
        if held is None:
            held = _Held((0, 0), np.empty(0, np.int64), np.empty((0, width), np.float32))
        usable = _PASSAGES.where(self._own, func.length(note_passages.c.vector) == width * _FLOAT)
        present = np.fromiter(connection.execute(usable).scalars(), np.int64)
        staying = np.isin(held.ids, present)
        coming = np.setdiff1d(present, held.ids)
        ids, matrix = [held.ids[staying]], [held.matrix[staying]]
        for at in range(0, coming.size, _AT_ONCE):
            its = note_passages.c
            some = select(its.id, its.vector).where(its.id.in_(coming[at : at + _AT_ONCE].tolist()))
            rows = connection.execute(some).all()
            ids.append(np.array([row.id for row in rows], np.int64))
            matrix.append(np.frombuffer(b"".join(row.vector for row in rows), "<f4").reshape(-1, width))
        self._held = _Held(stamp, np.concatenate(ids), np.concatenate(matrix))
        return self._held
