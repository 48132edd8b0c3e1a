"""The database of a data folder past paios, as somebody with the files and the master key has it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from tests.support.credentials import store_in

from paios.domain.credential import Secret
from paios.drivers.credentials.database_key import StoredDatabaseKey
from paios.drivers.sql.files import Form, form
from paios.drivers.sql.sqlcipher import driver, raw

KEY: Final = "3f" * 32


class KnownKey:
    """``ports.credentials.DatabaseKey`` that is always ``KEY``."""

    def open(self) -> Secret:
        return Secret(KEY)

    def open_or_make(self) -> Secret:
        return self.open()


@contextmanager
def past_paios(home: Path, password: str | None = None, *, mode: str = "rw") -> Iterator[Any]:
    """A bare connection that commits each statement, closed at the end. ``ro`` leaves all as it is."""
    path = home / "paios.db"
    with closing(driver.connect(f"file:{path}?mode={mode}", uri=True, isolation_level=None)) as connection:
        if form(path) is Form.ENCRYPTED:
            with closing(store_in(home / "credentials", password)) as store:
                connection.execute(f'PRAGMA key = "{raw(StoredDatabaseKey(store).open())}"')
        yield connection


def all_kept(home: Path, password: str | None = None) -> dict[str, bytes]:
    """All that is kept, by file; an encrypted database both as it lies there and opened."""
    found = {str(each.relative_to(home)): each.read_bytes() for each in home.rglob("*") if each.is_file()}
    plain = home.parent / f"{home.name}-opened.db"
    with past_paios(home, password) as connection:
        connection.execute("ATTACH ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
    content = plain.read_bytes()
    assert content.startswith(b"SQLite format 3\0")
    plain.unlink()
    return {**found, "paios.db, opened": content}
