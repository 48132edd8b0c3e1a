"""Where the errors of SQLAlchemy and its drivers turn into ours.

What a message says is written for the person: no SQL, no path, no value. The
cause stays attached for the log.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from paios.domain.errors import ConflictError, StorageError
from paios.drivers.sql.sqlcipher import Error as SqliteError


@contextmanager
def translated(conflict: str = "This clashes with something that is already stored.") -> Iterator[None]:
    """Map what the database raises inside.

    Raises ``ConflictError`` with ``conflict`` for a broken uniqueness or
    reference, ``StorageError`` for everything else.
    """
    try:
        yield
    except IntegrityError as error:
        raise ConflictError(conflict) from error
    except (SQLAlchemyError, SqliteError) as error:
        raise StorageError("The database could not do this; nothing was changed.") from error
