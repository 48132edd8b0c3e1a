"""What ``paios doctor`` says of what is locked: with what, how safe that is, and whether it opens."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from paios.compose.locks import credential_store, database_form
from paios.domain.credential import OWN_NAMES, MasterSource
from paios.domain.errors import LockedError, PaiosError
from paios.drivers.credentials.store import FileCredentialStore
from paios.drivers.sql.files import Form
from paios.settings import Settings

_NAME: Final = "credentials"
_DATABASE: Final = "database"
_PROTECTS: Final = {
    MasterSource.PASSWORD: "A copy of all files is of no use without your master password",
    MasterSource.KEYRING: "A copy of all files is of no use without this system's keyring",
    MasterSource.KEY_FILE: "A copy of it alone is of no use, but the key file lies in the same folder: "
    "a copy of the whole folder can be read",
}
DATABASE_KEY: Final = {
    MasterSource.PASSWORD: "Its key is locked with your master password: without that, nobody can read it, "
    "nor can you.",
    MasterSource.KEYRING: "Its key is locked with this system's keyring: if that entry is lost, so is it.",
    MasterSource.KEY_FILE: "Its key is locked with a key file in the data folder. That protects a copy of "
    "the database, not a copy of the whole folder: paios credentials rekey takes a master password instead.",
}
"""What a person is told once, when their database is encrypted."""

_REKEY: Final = "paios credentials rekey locks them with a master password"
_SAFETY: Final = {
    MasterSource.PASSWORD: "locked with your master password, which is stored nowhere. Whoever takes the "
    "files has to guess it. If you lose it, the credentials are lost",
    MasterSource.KEYRING: "locked with a key in this system's keyring: as safe as your login to this "
    "machine. If that entry is lost, so are the credentials",
    MasterSource.KEY_FILE: "locked with a key file beside them: whoever can read your files, or a copy of "
    "them, can open them. If the file is lost, so are the credentials",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``state`` is ok, warning or bad; ``advice`` says what to do."""

    name: str
    state: str
    what: str
    advice: str = ""


def database_check(settings: Settings) -> tuple[Check, bool]:
    """How the database is kept, and whether there is one that can be opened here."""
    match database_form(settings):
        case None:
            return Check(_DATABASE, "ok", "PostgreSQL: how safe its files are, its server decides"), True
        case Form.NONE:
            return Check(_DATABASE, "warning", "there is none yet", "start paios once"), False
        case Form.PLAIN:
            what = "not encrypted: whoever gets a copy of the file can read it"
            return Check(_DATABASE, "warning", what, "stop paios, then: paios encrypt"), True
    with closing(credential_store(settings)) as store:
        source = store.source()
    if source is None:
        what = "encrypted, and there is no credential store with its key"
        return Check(_DATABASE, "bad", what, "put back a copy of the folder credentials"), False
    if source is MasterSource.PASSWORD and settings.master_password is None:
        what = "encrypted; no master password was given, so it could not be looked into"
        return Check(_DATABASE, "warning", what, "set PAIOS_MASTER_PASSWORD_FILE for doctor, too"), False
    return Check(_DATABASE, "ok", f"encrypted. {_PROTECTS[source]}"), True


def credential_checks(settings: Settings) -> Iterator[Check]:
    """Look, without asking for a password. Whatever cannot be looked at is told."""
    store = credential_store(settings)
    yield from _plain(settings)
    try:
        source = store.source()
        if source is None:
            yield Check(_NAME, "ok", "none stored yet")
            return
        weak = source is MasterSource.KEY_FILE
        count = len(store.names())
        what = f"{count} stored, {_SAFETY[source]}"
        yield Check(_NAME, "warning" if weak else "ok", what, _REKEY if weak else "")
        if settings.master_password is not None and source is not MasterSource.PASSWORD:
            yield Check(
                "master password", "warning", "given, but the credentials are not locked with it", _REKEY
            )
        yield from _opening(store, given=settings.master_password is not None)
    except PaiosError as error:
        yield Check(_NAME, "bad", error.message)
    finally:
        store.close()


def _plain(settings: Settings) -> Iterator[Check]:
    """Keys that an earlier paios kept in files of their own; a start moves them."""
    keys = settings.home / "keys"
    left = [name for name in OWN_NAMES if (keys / name).exists()]
    left += sorted(path.name for path in keys.glob("tool-server-*"))
    if left:
        advice = "start paios once, which moves them; where it does not, remove the file"
        yield Check("plain keys", "warning", f"not in the credential store: {', '.join(left)}", advice)


def _opening(store: FileCredentialStore, *, given: bool) -> Iterator[Check]:
    name = "master key"
    try:
        damaged = store.damaged()
    except LockedError as error:
        if store.source() is MasterSource.PASSWORD and not given:
            advice = "set PAIOS_MASTER_PASSWORD_FILE for doctor, too"
            yield Check(name, "warning", "no master password was given, so nothing could be opened", advice)
        else:
            yield Check(name, "bad", error.message)
        return
    if damaged:
        what = f"changed or damaged, and not used: {', '.join(damaged)}"
        yield Check(name, "bad", what, "set them anew with paios credentials set, or remove them")
    else:
        yield Check(name, "ok", "it opens every credential")
