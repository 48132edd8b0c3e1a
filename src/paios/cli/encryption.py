"""``paios encrypt`` and ``paios decrypt``: the database converted in place, while the server is stopped."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import orjson
import typer

from paios.cli.alone import stopped_server
from paios.cli.passwords import given_password
from paios.cli.safety import DATABASE_KEY
from paios.compose.locks import credential_store
from paios.domain.credential import MasterSource
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.drivers.credentials.database_key import StoredDatabaseKey
from paios.drivers.sql import files
from paios.drivers.sql.conversion import Conversion, Tell, convert
from paios.drivers.sql.files import Form
from paios.drivers.sql.urls import sqlite_file
from paios.settings import read

_OLD: Final = {
    True: "The old file was overwritten. What an SSD, a snapshot or a backup keeps of it is out of reach.",
    False: "The old file was removed, but not overwritten: it has another name, or this system cannot.",
}
_WIDTH: Final = 40
_PLAIN: Final = "Whoever gets a copy of the file can read it now."


def encrypt(*, from_stdin: bool, as_json: bool) -> None:
    """Encrypt the database with a new key."""
    _keep(Form.ENCRYPTED, from_stdin=from_stdin, as_json=as_json)


def decrypt(*, from_stdin: bool, as_json: bool) -> None:
    """Make the database a plain file again. Its key is kept until there is a new one."""
    _keep(Form.PLAIN, from_stdin=from_stdin, as_json=as_json)


def _keep(to: Form, *, from_stdin: bool, as_json: bool) -> None:
    settings = read()
    path = sqlite_file(settings.database_url)
    if path is None:
        raise InvalidInputError(
            "The database is PostgreSQL: how its files are kept is up to its server. Nothing was changed."
        )
    with stopped_server(settings.home, "it uses the database"):
        found = files.form(path)
        if found is Form.NONE:
            raise NotFoundError("There is no database yet. A new one is encrypted from the start.")
        if found is to:
            with files.hold(path, shared=False):  # which removes what a killed conversion left
                _say(to, None, None, as_json=as_json)
            return
        with closing(credential_store(given_password(settings, from_stdin=from_stdin))) as store:
            kept = StoredDatabaseKey(store)
            key = kept.make() if to is Form.ENCRYPTED else kept.open()
            with _progress() as tell:
                done = convert(path, key, to, tell)
            key.wipe()
            _say(to, done, store.source(), as_json=as_json)


def _say(to: Form, done: Conversion | None, source: MasterSource | None, *, as_json: bool) -> None:
    if as_json:
        told = {"form": to, "changed": done is not None}
        if done is not None:
            told |= {"tables": done.tables, "rows": done.rows, "overwritten": done.overwritten}
        typer.echo(orjson.dumps(told).decode())
        return
    if done is None:
        typer.echo(f"The database is {to} already.")
        return
    typer.echo(f"The database is {to} now. {done.rows:,} rows of {done.tables} tables were compared.")
    if to is Form.PLAIN:
        typer.echo(_PLAIN)
    elif source is not None:
        typer.echo(DATABASE_KEY[source])
        typer.echo(_OLD[done.overwritten])


@contextmanager
def _progress() -> Iterator[Tell]:
    """One line on standard error, written anew when a percent more is done. Only for somebody who looks."""
    shown = ""

    def tell(what: str, part: float) -> None:
        nonlocal shown
        line = f"{what}: {part:.0%}"
        if line != shown and sys.stderr.isatty():
            sys.stderr.write(f"\r{line:<{_WIDTH}}")
            sys.stderr.flush()
            shown = line

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write(f"\r{'':<{_WIDTH}}\r")
