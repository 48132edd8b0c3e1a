"""``paios credentials``: named secrets put in, replaced and removed on this machine, and never shown.

It works on the store itself, whether the server runs or not: writers take turns,
and the server sees what changed. Only a change of the master key wants the
server stopped, for the server would be left with the old one. A secret comes
from a hidden prompt or from standard input, never from an argument.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import orjson
import typer

from paios.cli.alone import stopped_server
from paios.cli.passwords import given_password, read_secret
from paios.compose.locks import credential_store, database_form
from paios.domain.credential import (
    LEAST_SCANNED,
    Credential,
    Kind,
    MasterSource,
    Secret,
    require_name,
    require_settable,
)
from paios.domain.errors import (
    ConflictError,
    InvalidInputError,
    LockedError,
    NotFoundError,
    TooLargeError,
)
from paios.drivers.credentials.cipher import SealError, import_records
from paios.drivers.credentials.document import foreign_records
from paios.drivers.credentials.store import FileCredentialStore
from paios.drivers.sql.files import Form
from paios.settings import Settings, read

_IMPORT_LIMIT: Final = 8 * 1024 * 1024
LOCKED: Final = {
    MasterSource.PASSWORD: "locked with your master password. It is stored nowhere: if you lose it, the "
    "credentials are lost. Start paios with PAIOS_MASTER_PASSWORD_FILE or PAIOS_MASTER_PASSWORD.",
    MasterSource.KEYRING: "locked with a key in this system's keyring. If that entry is lost, so are they.",
    MasterSource.KEY_FILE: "locked with a key file beside them: whoever can read your files can open them. "
    "paios credentials rekey locks them with a master password. If the file is lost, so are they.",
}


_KEEPS_DATABASE: Final = (
    "The key of the encrypted database is kept with the credentials. Run paios decrypt first. Where that "
    "cannot be, because the master key is lost, the database is lost too: move paios.db away, and say it "
    "again. Nothing was removed."
)


def set_secret(name: str, *, from_stdin: bool) -> None:
    """Add a credential, or replace it."""
    _put(name, from_stdin=from_stdin, must_exist=False)


def rotate(name: str, *, from_stdin: bool) -> None:
    """Replace the secret of a credential that is there."""
    _put(name, from_stdin=from_stdin, must_exist=True)


def list_credentials(*, as_json: bool) -> None:
    """Print names, kinds and dates. Needs no master password."""
    with _store(read(), asking=False) as store:
        credentials = _listed(store)
    if as_json:
        typer.echo(orjson.dumps([_shown(each) for each in credentials]).decode())
        return
    for each in credentials:
        rotated = f", rotated {_day(each.rotated_at)}" if each.rotated_at else ""
        used = f", last used {_day(each.used_at)}" if each.used_at else ""
        typer.echo(f"{each.name}  ({each.kind}, set {_day(each.created_at)}{rotated}{used})")
    if not credentials:
        typer.echo("No credentials. Add one here, or on the page Credentials of the web app's settings.")


def remove(name: str | None, *, everything: bool, yes: bool) -> None:
    """Remove one credential, or all of them with what locks them. Asks first; needs no master password."""
    if (name is None) != everything:
        raise InvalidInputError("Name one credential, or say --all.")
    settings = read()
    with _store(settings, asking=False) as store:
        if name is not None and name not in {each.name for each in _listed(store)}:
            raise NotFoundError("There is no credential of that name.")
        if name is None and database_form(settings) is Form.ENCRYPTED:
            raise ConflictError(_KEEPS_DATABASE)
        if not yes:
            _confirm(f"Remove {name or 'all credentials'}? It cannot be undone.")
        if name is None:
            store.remove_all()
        else:
            store.remove(name)
    typer.echo(f"Removed {name or 'all credentials'}.")


def rekey(to: str, *, from_stdin: bool) -> None:
    """Lock everything with a new master key. The server must be stopped.

    From standard input come, a line each, the present master password where one
    is needed and the environment does not give it, and the new one.
    """
    try:
        source = MasterSource(to)
    except ValueError as error:
        raise InvalidInputError(f"--to is one of: {', '.join(MasterSource)}.") from error
    settings = read()
    with (
        stopped_server(settings.home, "it holds the present key"),
        _store(settings, from_stdin=from_stdin) as store,
    ):
        if store.source() is None:
            raise NotFoundError("There are no credentials yet.")
        store.unlock()
        password = None
        if source is MasterSource.PASSWORD:
            password = Secret(read_secret("New master password", from_stdin=from_stdin, confirm=True))
        count = store.rekey(source, password)
    if database_form(settings) is Form.ENCRYPTED:
        typer.echo(f"The key of the database and {_counted(count)} now {LOCKED[source]}")
    else:
        typer.echo(f"{_counted(count)} now {LOCKED[source]}")


def import_file(file: Path, *, from_stdin: bool) -> None:
    """Take in the records of the source, all or none. Those that are here already are left as they are."""
    records = foreign_records(_content(file))
    with _store(read()) as store:
        taken = sorted(records.keys() & {each.name for each in store.names()})
        if taken:
            raise ConflictError(f"There is already a credential called {taken[0]}. Nothing was imported.")
        password = Secret(read_secret("Master password of the file", from_stdin=from_stdin))
        try:
            found = import_records(records, password)
        except SealError as error:
            raise LockedError(
                f"The record {error} does not open: the master password is another one, or the record was "
                "changed. Nothing was imported."
            ) from error
        store.put_all(found)
    typer.echo(f"{_counted(len(found))} imported now. The file still holds them: remove it.")


def _listed(store: FileCredentialStore) -> list[Credential]:
    """All but what people prove themselves with, which is their own."""
    return [each for each in store.names() if each.kind is not Kind.FACTOR]


def _put(name: str, *, from_stdin: bool, must_exist: bool) -> None:
    require_name(name)
    require_settable(name)
    settings = read()
    with _store(settings) as store:
        if must_exist and name not in {each.name for each in store.names()}:
            raise NotFoundError("There is no credential of that name. Add it with: paios credentials set")
        fresh = not store.names()
        store.unlock()
        secret = Secret(read_secret("Secret", from_stdin=from_stdin, confirm=True))
        store.put(name, secret)
        source = store.source()
    if len(secret) < LEAST_SCANNED:
        typer.echo("It is too short to be told from ordinary words: paios does not look for it.", err=True)
    typer.echo(f"{'Rotated' if must_exist else 'Set'} {name}.")
    if fresh and source is not None:
        typer.echo(f"The credentials are {LOCKED[source]}")


@contextmanager
def _store(
    settings: Settings, *, from_stdin: bool = False, asking: bool = True
) -> Iterator[FileCredentialStore]:
    """The store; ``asking`` for the master password, if it wants one."""
    store = credential_store(given_password(settings, from_stdin=from_stdin) if asking else settings)
    try:
        yield store
    finally:
        store.close()


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise InvalidInputError("Nobody is here to ask. Say --yes.")
    if not typer.confirm(question):
        raise typer.Exit(1)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(_IMPORT_LIMIT + 1)
    except OSError as error:
        raise InvalidInputError("The file to import cannot be read.") from error
    if len(content) > _IMPORT_LIMIT:
        raise TooLargeError(f"The file to import has more than {_IMPORT_LIMIT:,} bytes.")
    return content


def _shown(each: Credential) -> dict[str, str | None]:
    return {
        "name": each.name,
        "kind": each.kind,
        "created_at": _time(each.created_at),
        "rotated_at": _time(each.rotated_at),
        "used_at": _time(each.used_at),
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else "at an unknown time"


def _counted(count: int) -> str:
    return "1 credential is" if count == 1 else f"{count} credentials are"
