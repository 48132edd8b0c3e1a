"""Which schema the database has, and how it comes to this version's.

Alembic is imported only to change something: a warm start reads one row.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.domain.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD: Final = "0016"
"""The newest revision in ``migrations/versions``; a test holds the two together."""


async def is_current(connection: AsyncConnection) -> bool:
    """Whether there is nothing to migrate."""
    return await connection.run_sync(revision) == HEAD


def revision(connection: Connection) -> str | None:
    """The stored revision; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run what is missing, inside the caller's transaction: all of it or nothing.

    Raises ``StorageError`` for a revision that this version does not know.
    """
    from alembic import command

    if connection.dialect.name == "postgresql":  # of several processes that start, one migrates
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('paios migration'))"))
    command.upgrade(_checked(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Undo down to ``target`` (``base``: everything). Raises ``StorageError`` as ``upgrade`` does."""
    from alembic import command

    command.downgrade(_checked(connection), target)


def config(connection: Connection) -> "Config":
    """Alembic's settings for one open connection; there is no ini file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _checked(connection: Connection) -> "Config":
    from alembic.script import ScriptDirectory

    made, found = config(connection), revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(made).walk_revisions()}
    if found is not None and found not in known:
        raise StorageError("The database was made by a newer version of paios; update before you start it.")
    return made
