"""Owns: reading everything that paios keeps: each file of its folders, and each row of its database."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from tests.support.process import Installation

from paios.compose.stores import opened_stores
from paios.settings import read


def files_of(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield (
                    str(path.relative_to(folder.parent)),
                    str(path.name).encode() + b"\n" + path.read_bytes(),
                )


async def rows_of(installation: Installation) -> dict[str, bytes]:
    """Every table's rows as they are read by the driver, as one content a table."""
    async with opened_stores(read(installation.env)) as stores:
        return await stores.database.look(_dumped)


def _dumped(connection: Connection) -> dict[str, bytes]:
    tables = inspect(connection).get_table_names()
    return {
        table: b"\n".join(
            b"|".join(map(_plain, row)) for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )
        for table in tables
    }


def _plain(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
