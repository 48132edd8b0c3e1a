"""Owns: the store file and the key that opens it. Must not let a secret out but as a ``Secret``.

Writers of several processes take turns; readers see whole files only, and look
before each use whether the file is another by now. The key is derived once and
kept; after a change of the master key by another process it is derived anew.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, Final

from paios.domain.credential import (
    Credential,
    MasterSource,
    Secret,
    require_name,
    require_secret,
    wipe,
)
from paios.domain.errors import ConflictError, LockedError, NotFoundError, StorageError, TamperedError
from paios.drivers.credentials.cipher import SALT_BYTES, Key, SealError
from paios.drivers.credentials.document import (
    CHECK_NAME,
    CHECK_TEXT,
    DATABASE_KEY,
    Document,
    Record,
    credential,
    sealed,
)
from paios.drivers.credentials.files import LIMIT, only_writer
from paios.drivers.credentials.master import WRONG, Lock, MasterKeys
from paios.drivers.durable import read_private, write_private
from paios.ports.clock import Clock

MOST: Final = 500
"""Most credentials of one store."""

_UNKNOWN: Final = object()
"""The stamp before the file was looked at."""


class FileCredentialStore:
    """``ports.credentials.CredentialStore`` in ``store.json`` of its folder, which is made at first use.

    ``needed`` says whether the key of the database is in it: then there is one, and none is made.
    """

    def __init__(
        self, folder: Path, master: MasterKeys, clock: Clock, needed: Callable[[], bool] = lambda: False
    ) -> None:
        self._folder = folder
        self._path = folder / "store.json"
        self._master = master
        self._clock = clock
        self._needed = needed
        self._turn = RLock()
        self._document: Document | None = None
        self._stamp = _UNKNOWN
        self._key: Key | None = None
        self._key_of = ""
        self._used: dict[str, datetime] = {}

    def source(self) -> MasterSource | None:
        """What locks the store; None where there is none yet."""
        with self._turn:
            document = self._current()
            return document.source if document else None

    def unlock(self) -> None:
        """Derive the key, if there is a store. Raises ``LockedError``."""
        with self._turn:
            document = self._current()
            if document is not None:
                self._opener(document)

    def names(self) -> tuple[Credential, ...]:
        with self._turn:
            document = self._current()
            records = document.records if document else {}
            return tuple(self._told(name, records[name]) for name in sorted(_named(records)))

    def open(self, name: str) -> Secret:
        with self._turn:
            document = self._current()
            if document is None or name not in document.records:
                raise NotFoundError(f"There is no credential called {_shown(name)}.")
            plain = _opened(self._opener(document), name, document.records[name])
            if name != DATABASE_KEY:
                self._used[name] = self._clock.now()
        secret = Secret(plain)
        wipe(plain)
        return secret

    def open_all(self) -> dict[str, Secret]:
        with self._turn:
            document = self._current()
            if document is None:
                return {}
            key, found = self._opener(document), {}
            for name, record in document.records.items():
                with suppress(TamperedError):
                    plain = _opened(key, name, record)
                    found[name] = Secret(plain)
                    wipe(plain)
            return found

    def damaged(self) -> tuple[str, ...]:
        """The names of the records that do not open. Raises ``LockedError``."""
        with self._turn:
            document = self._current()
            if document is None:
                return ()
            key, bad = self._opener(document), []
            for name in sorted(_named(document.records)):
                try:
                    wipe(_opened(key, name, document.records[name]))
                except TamperedError:
                    bad.append(name)
            return tuple(bad)

    def put(self, name: str, secret: Secret) -> Credential:
        """Raises ``ConflictError`` when the store is full, errors of a new master key as ``MasterKeys``."""
        return self.put_all({name: secret})[0]

    def put_all(self, found: Mapping[str, Secret]) -> tuple[Credential, ...]:
        """Add or replace several, all or none."""
        for name, secret in found.items():
            require_name(name)
            require_secret(secret)
        with self._writing():
            records = self._put(found)
            return tuple(self._told(name, records[name]) for name in found)

    def put_database_key(self, key: Secret) -> None:
        """Seal it as a record of paios' own, in place of the one before. Errors as ``put``."""
        with self._writing():
            self._put({DATABASE_KEY: key})

    def remove(self, name: str) -> None:
        with self._writing():
            document = self._current()
            if document is None or name not in _named(document.records):
                raise NotFoundError(f"There is no credential called {_shown(name)}.")
            left = {each: record for each, record in document.records.items() if each != name}
            self._used.pop(name, None)
            self._write(replace(document, records=left))

    def remove_all(self) -> None:
        """Remove the store and what locks it: the way out when its key is lost."""
        with self._writing():
            document = self._current()
            if document is None:
                return
            self._master.begin(_lock(document), Lock())
            try:
                self._path.unlink()
            except OSError as error:
                raise StorageError("The credential store could not be removed.") from error
            self._let_go()

    def rekey(self, source: MasterSource, password: Secret | None = None) -> int:
        """Lock everything with a new key, and say how many records that were.

        The new file is written beside the old one and read back, and every
        record must open from it, before it takes the old one's place. Raises
        ``TamperedError`` where a record does not open: nothing was changed then.
        """
        with self._writing():
            before = self._current()
            if before is None:
                raise NotFoundError("There are no credentials yet.")
            old = self._opener(before)
            fresh, new = self._locked(source, password, before)
            plain = {}
            try:
                for name, record in before.records.items():
                    plain[name] = _opened(old, name, record)
                records = {
                    name: {**before.records[name], "sealed": new.seal(name, held)}
                    for name, held in plain.items()
                }
                after = replace(fresh, records=records)
                write_private(self._path, after.dumped(), lambda content: _require_whole(content, new, plain))
            finally:
                new.wipe()
                for held in plain.values():
                    wipe(held)
                self._let_go()
            if source is MasterSource.PASSWORD and password is not None:
                self._master.take_up(password)
            return len(_named(records))

    def remember_uses(self) -> None:
        """Write down when credentials were last opened, which is kept in memory until then."""
        if self._used:
            with self._writing():
                document = self._current()
                if document is not None:
                    self._write(document)

    def stamp(self) -> object:
        with self._turn:
            self._current()
            return self._stamp

    def close(self) -> None:
        """Wipe the key."""
        with self._turn:
            self._let_go()

    # What follows runs with the turn taken.

    def _current(self) -> Document | None:
        stamp = self._looked()
        if stamp != self._stamp:
            content = read_private(self._path, LIMIT)
            self._document = Document.parse(content) if content is not None else None
            self._stamp = stamp
        return self._document

    def _looked(self) -> object:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError("The credential store cannot be read.") from error
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _opener(self, document: Document) -> Key:
        """The key of this document, derived if it is not the one that is kept."""
        if self._key is not None and self._key_of == document.id:
            return self._key
        given = self._master.get(document.source, document.id)
        key = Key(given, document.salt)
        wipe(given)
        if not _fits(key, document):
            key.wipe()
            raise LockedError(WRONG[document.source])
        return self._keep(key, document)

    def _keep(self, key: Key, document: Document) -> Key:
        if self._key is not None:
            self._key.wipe()
        self._key, self._key_of = key, document.id
        return key

    def _let_go(self) -> None:
        if self._key is not None:
            self._key.wipe()
        self._key, self._key_of, self._document, self._stamp = None, "", None, _UNKNOWN
        self._used.clear()

    def _put(self, found: Mapping[str, Secret]) -> Mapping[str, Record]:
        document = self._current() or self._new()
        key, now = self._opener(document), self._clock.now()
        records = dict(document.records)
        for name, secret in found.items():
            records[name] = _record(key, name, secret, credential(name, records.get(name, {})), now)
        if len(_named(records)) > MOST:
            raise ConflictError(f"There can be {MOST} credentials. Remove one first.")
        self._write(replace(document, records=records))
        return records

    def _new(self) -> Document:
        """Raises ``ConflictError`` where there was a store, which somebody still needs."""
        if self._needed():
            raise ConflictError(
                "The database is encrypted, and credentials/store.json, which has its key, is not there. Put "
                "it back. If it is lost for good, so is the database: move paios.db away, and try again. "
                "Nothing was changed."
            )
        if files := self._master.files():
            raise ConflictError(
                f"credentials/{files[0]} is the key of credentials that are not there. Put back "
                "credentials/store.json. If it is lost for good, so are they: move the key away, and try "
                "again. Nothing was changed."
            )
        document, key = self._locked(self._master.choose(), None, None)
        self._keep(key, document)
        return document

    def _locked(
        self, source: MasterSource, password: Secret | None, before: Document | None
    ) -> tuple[Document, Key]:
        """An empty document under a new key."""
        store_id, salt = secrets.token_hex(16), secrets.token_bytes(SALT_BYTES)
        self._master.begin(_lock(before), Lock(source, store_id))
        given = self._master.make(source, store_id, password)
        key = Key(given, salt)
        wipe(given)
        return Document(store_id, source, salt, key.seal(CHECK_NAME, bytearray(CHECK_TEXT))), key

    def _write(self, document: Document) -> None:
        records = {name: self._with_use(name, record) for name, record in document.records.items()}
        write_private(self._path, replace(document, records=records).dumped())
        self._used.clear()
        self._stamp = _UNKNOWN

    def _with_use(self, name: str, record: Record) -> Record:
        used = self._used.get(name)
        return {**record, "used": used.isoformat()} if used and isinstance(record, dict) else record

    def _told(self, name: str, record: Record) -> Credential:
        told = credential(name, record)
        return replace(told, used_at=self._used[name]) if name in self._used else told

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._turn, only_writer(self._folder):
            self._settle()
            try:
                yield
            finally:
                self._settle()

    def _settle(self) -> None:
        """End what changed the master key, here or in a process that was killed."""
        self._master.settle(_lock(self._current()).store_id)


def _lock(document: Document | None) -> Lock:
    return Lock(document.source, document.id) if document else Lock()


def _named(records: Mapping[str, Record]) -> set[str]:
    """The credentials among the records."""
    return set(records) - {DATABASE_KEY}


def _record(key: Key, name: str, secret: Secret, before: Credential, now: datetime) -> dict[str, Any]:
    plain = secret.copy_bytes()
    text = key.seal(name, plain)
    wipe(plain)
    return {
        "sealed": text,
        "created": (before.created_at or now).isoformat(),
        "rotated": now.isoformat() if before.created_at else None,
        "used": before.used_at.isoformat() if before.used_at else None,
    }


def _opened(key: Key, name: str, record: Record) -> bytearray:
    try:
        return key.open(name, sealed(record))
    except SealError as error:
        raise TamperedError(
            f"The credential {_shown(name)} is not what was stored under this name: it was changed or "
            "damaged. It is not used; the others are not affected. Set it anew, or remove it."
        ) from error


def _fits(key: Key, document: Document) -> bool:
    """Whether this is the document's key. Where the check is damaged, a record that opens shows it."""
    tests: list[tuple[str, str]] = [(CHECK_NAME, document.check)]
    tests += [(name, sealed(record)) for name, record in document.records.items()]
    return any(_opens(key, name, text) for name, text in tests)


def _opens(key: Key, name: str, text: str) -> bool:
    try:
        wipe(key.open(name, text))
    except SealError:
        return False
    return True


def _require_whole(content: bytes, key: Key, plain: Mapping[str, bytearray]) -> None:
    """Raises ``StorageError`` unless everything is in what was written."""
    written = Document.parse(content)
    good = _opens(key, CHECK_NAME, written.check) and written.records.keys() == plain.keys()
    for name, held in plain.items():
        if good and _opens(key, name, sealed(written.records[name])):
            read = key.open(name, sealed(written.records[name]))
            good = read == held
            wipe(read)
        else:
            good = False
    if not good:
        raise StorageError("What was written is not what it should be. Nothing was changed.")


def _shown(name: str) -> str:
    """A name as it stands in a message: it comes from a file or a request."""
    plain = "".join(char if char.isalnum() or char in "._-" else "?" for char in name[:64])
    return plain or "?"
