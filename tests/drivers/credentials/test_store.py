"""The store file: what is kept, what is refused, and what is never lost (K1-K3, K6)."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.credentials import MAIL, MASTER, MODEL, OTHER, MemoryKeyring, store_in

from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import (
    ConflictError,
    InvalidInputError,
    LockedError,
    NotFoundError,
    StorageError,
    TamperedError,
)
from paios.drivers.clock import SystemClock
from paios.drivers.credentials import store as module
from paios.drivers.credentials.master import MasterKeys
from paios.drivers.credentials.store import FileCredentialStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with two credentials under a master password."""
    folder = tmp_path / "credentials"
    store = store_in(folder)
    store.put_all({"mail": Secret(MAIL), "model.key": Secret(MODEL)})
    store.close()
    return folder


def stored(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "store.json").read_text())
    return content


def rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = stored(folder)
    change(content)
    (folder / "store.json").write_text(json.dumps(content))


def opened(
    folder: Path, password: str | None = MASTER, keyring: MemoryKeyring | None = None
) -> dict[str, str]:
    store = store_in(folder, password, keyring)
    return {each.name: store.open(each.name).reveal() for each in store.names()}


ALL = {"mail": MAIL, "model.key": MODEL}


@pytest.mark.requirement("K1", "K2")
def test_the_file_holds_sealed_records_and_neither_secret_nor_password(folder: Path) -> None:
    content = (folder / "store.json").read_bytes()
    for planted in (MAIL, MODEL, MASTER):
        assert planted.encode() not in content
    read = stored(folder)
    assert (read["format"], read["version"], read["source"]) == ("paios-credentials", 2, "password")
    assert read["kdf"]["name"] == "pbkdf2-sha256"
    assert read["kdf"]["iterations"] == 480_000
    assert sorted(read["records"]) == ["mail", "model.key"]
    assert opened(folder) == ALL


@pytest.mark.requirement("K1", "B3")
def test_every_file_is_the_owners_alone(folder: Path) -> None:
    store_in(folder).rekey(MasterSource.KEY_FILE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    (folder / "store.json").chmod(0o644)
    with pytest.raises(StorageError, match="read by others"):
        store_in(folder).names()


@pytest.mark.requirement("K1")
def test_two_installations_have_two_salts(folder: Path, tmp_path: Path) -> None:
    store_in(tmp_path / "other").put("mail", Secret(MAIL))
    assert stored(folder)["kdf"]["salt"] != stored(tmp_path / "other")["kdf"]["salt"]


@pytest.mark.requirement("K1")
@pytest.mark.parametrize(
    "change",
    [
        lambda records: records["mail"].update(sealed=records["mail"]["sealed"][:-8]),
        lambda records: records["mail"].update(sealed=records["model.key"]["sealed"]),
        lambda records: records["mail"].update(sealed=_flipped(records["mail"]["sealed"])),
        lambda records: records["mail"].update(sealed=None),
        lambda records: records["mail"].pop("sealed"),
        lambda records: records.update(mail="no record"),
        lambda records: records.update(mail=records["mail"]["sealed"]),
    ],
    ids=["cut", "swapped", "flipped", "null", "missing", "text", "bare"],
)
def test_a_changed_record_is_told_and_nothing_else_is_lost(
    folder: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewrite(folder, lambda content: change(content["records"]))
    store = store_in(folder)
    with pytest.raises(TamperedError, match="credential mail is not what was stored"):
        store.open("mail")
    assert store.damaged() == ("mail",)
    assert store.open("model.key").reveal() == MODEL
    store.put("calendar", Secret("a new one beside it"))
    assert [each.name for each in store.names()] == ["calendar", "mail", "model.key"]
    with pytest.raises(TamperedError):
        store.rekey(MasterSource.PASSWORD, Secret(OTHER))
    assert store_in(folder).open("model.key").reveal() == MODEL
    store.put("mail", Secret("set anew"))
    assert store.damaged() == ()


def _flipped(text: str) -> str:
    return text[:20] + ("A" if text[20] != "A" else "B") + text[21:]


@pytest.mark.requirement("K1")
def test_a_damaged_check_is_no_wrong_password(folder: Path) -> None:
    rewrite(folder, lambda content: content.update(check="AAAA"))
    assert opened(folder) == ALL


@pytest.mark.requirement("K2")
def test_a_wrong_master_password_says_so_and_changes_nothing(folder: Path) -> None:
    before = (folder / "store.json").read_bytes()
    store = store_in(folder, "not the master password")
    for attempt in (
        store.unlock,
        lambda: store.open("mail"),
        lambda: store.put("mail", Secret("x")),
        lambda: store.rekey(MasterSource.PASSWORD, Secret(OTHER)),
        store.damaged,
    ):
        with pytest.raises(LockedError, match="not the master password"):
            attempt()
    assert (folder / "store.json").read_bytes() == before
    assert opened(folder) == ALL


@pytest.mark.requirement("K2")
def test_without_the_master_password_one_is_told_that_the_credentials_are_lost(folder: Path) -> None:
    store = store_in(folder, None)
    with pytest.raises(LockedError, match=r"PAIOS_MASTER_PASSWORD.*cannot be opened by anybody") as refused:
        store.open("mail")
    assert "remove --all" in refused.value.message
    assert [each.name for each in store.names()] == ["mail", "model.key"]
    store.remove("mail")
    store.remove_all()
    assert store.names() == ()
    assert not (folder / "store.json").exists()


@pytest.mark.requirement("K2")
def test_a_short_master_password_locks_nothing(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="12 characters"):
        store_in(tmp_path / "c", "short").put("mail", Secret(MAIL))
    assert not (tmp_path / "c" / "store.json").exists()


@pytest.mark.requirement("K3")
def test_without_a_password_the_keyring_holds_the_key(tmp_path: Path) -> None:
    ring, folder = MemoryKeyring(), tmp_path / "c"
    store_in(folder, None, ring).put("mail", Secret(MAIL))
    assert stored(folder)["source"] == "keyring"
    assert len(ring.held) == 1
    assert opened(folder, None, ring) == {"mail": MAIL}
    [key] = ring.held.values()
    assert not any(key.encode() in file.read_bytes() for file in folder.iterdir())


@pytest.mark.requirement("K3", "K2")
def test_a_lost_or_locked_keyring_is_told_and_makes_no_new_key(tmp_path: Path) -> None:
    ring, folder = MemoryKeyring(), tmp_path / "c"
    store_in(folder, None, ring).put("mail", Secret(MAIL))
    ring.works = False
    with pytest.raises(LockedError, match="cannot be reached or is locked"):
        store_in(folder, None, ring).open("mail")
    ring.works, kept = True, dict(ring.held)
    ring.held.clear()
    again = store_in(folder, None, ring)
    for attempt in (lambda: again.open("mail"), lambda: again.put("mail", Secret("x"))):
        with pytest.raises(LockedError, match="not there any more"):
            attempt()
    assert not ring.held
    with pytest.raises(LockedError, match="no keyring here"):
        store_in(folder, None).open("mail")
    with pytest.raises(LockedError, match="no keyring here"):
        store_in(folder, MASTER).open("mail")
    ring.held = dict.fromkeys(kept, "0" * 64)
    with pytest.raises(LockedError, match="not the one"):
        store_in(folder, None, ring).open("mail")
    ring.held = kept
    assert opened(folder, None, ring) == {"mail": MAIL}


@pytest.mark.requirement("K3")
def test_a_keyring_that_does_not_keep_what_it_is_given_locks_nothing(tmp_path: Path) -> None:
    class Forgetful(MemoryKeyring):
        def set_password(self, service: str, username: str, password: str, /) -> None:
            pass

    with pytest.raises(StorageError, match="did not keep"):
        store_in(tmp_path / "c", None, Forgetful()).put("mail", Secret(MAIL))
    assert not (tmp_path / "c" / "store.json").exists()


@pytest.mark.requirement("K2", "K3")
def test_without_either_a_key_file_is_made_at_first_use(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    store = store_in(folder, None)
    assert store.names() == ()
    assert store.source() is None
    store.unlock()
    assert not folder.exists()
    store.put("mail", Secret(MAIL))
    [key] = folder.glob("key-*")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert opened(folder, None) == {"mail": MAIL}
    key.write_text("0" * 64)
    with pytest.raises(LockedError, match="key file is not the one"):
        store_in(folder, None).open("mail")
    key.write_text("damaged")
    with pytest.raises(LockedError, match="damaged"):
        store_in(folder, None).open("mail")
    key.unlink()
    with pytest.raises(LockedError, match=r"credentials/key-.*not there"):
        store_in(folder, None).open("mail")


@pytest.mark.requirement("K2", "K3")
def test_a_mislaid_store_keeps_its_key_and_no_other_is_begun(tmp_path: Path) -> None:
    folder, aside = tmp_path / "c", tmp_path / "aside.json"
    store_in(folder, None).put("mail", Secret(MAIL))
    [key] = folder.glob("key-*")
    (folder / "store.json").rename(aside)
    for password in (None, MASTER):
        with pytest.raises(ConflictError, match=rf"{key.name}.*Put back credentials/store\.json"):
            store_in(folder, password).put("mail", Secret("x"))
    assert not (folder / "store.json").exists()
    aside.rename(folder / "store.json")
    assert opened(folder, None) == {"mail": MAIL}


@pytest.mark.requirement("K2", "K3")
def test_a_key_of_another_store_is_never_removed(folder: Path) -> None:
    other = folder / "key-0123456789ab"
    other.write_text("0" * 64)
    store = store_in(folder)
    store.put("calendar", Secret("a new one"))
    store.rekey(MasterSource.KEY_FILE)
    store.rekey(MasterSource.KEY_FILE)
    store.remove_all()
    assert list(folder.glob("key-*")) == [other]


@pytest.mark.requirement("K6")
def test_what_a_rekey_noted_counts_for_its_two_stores_only(folder: Path) -> None:
    kept = folder / "key-0123456789ab"
    kept.write_text("0" * 64)
    note = folder / "changing"
    note.write_text(f"key-file {'0123456789ab':0<32}\nkey-file {'1':0<32}\n")
    note.chmod(0o600)
    store_in(folder).put("calendar", Secret("a new one"))
    assert kept.exists()


@pytest.mark.requirement("K2")
def test_no_store_is_begun_while_the_database_is_encrypted(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    master = MasterKeys(folder, Secret(MASTER), lambda: None)
    store = FileCredentialStore(folder, master, SystemClock(), lambda: True)
    with pytest.raises(ConflictError, match="database is encrypted"):
        store.put("mail", Secret(MAIL))
    assert not (folder / "store.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "paios-credentials"}', b"\xff" * 9])
def test_a_file_that_cannot_be_understood_is_left_as_it_is(folder: Path, content: bytes) -> None:
    (folder / "store.json").write_bytes(content)
    store = store_in(folder)
    for attempt in (store.names, lambda: store.put("mail", Secret("x")), lambda: store.remove("mail")):
        with pytest.raises(StorageError):
            attempt()
    assert (folder / "store.json").read_bytes() == content


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(version=3),
        lambda content: content["kdf"].update(iterations=1),
        lambda content: content["kdf"].update(salt="AAAA"),
        lambda content: content["kdf"].update(name="none"),
        lambda content: content.update(id="../../x"),
        lambda content: content.update(source="nowhere"),
        lambda content: content.update(records=[]),
    ],
)
def test_a_store_of_another_form_is_refused(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    rewrite(folder, change)
    with pytest.raises(StorageError):
        store_in(folder).names()


def test_a_credential_knows_when_it_was_made_replaced_and_used(folder: Path) -> None:
    store = store_in(folder)
    [mail, _] = store.names()
    assert mail.created_at is not None
    assert (mail.rotated_at, mail.used_at) == (None, None)
    store.open("mail").wipe()
    rotated = store.put("mail", Secret("another"))
    assert rotated.created_at == mail.created_at
    assert rotated.rotated_at is not None
    store.open("mail").wipe()
    store.remember_uses()
    [again, _] = store_in(folder).names()
    assert again.used_at is not None
    assert again.used_at >= rotated.rotated_at


def test_what_another_process_changed_is_seen(folder: Path) -> None:
    one, other = store_in(folder), store_in(folder)
    assert one.open("mail").reveal() == MAIL
    stamp = one.stamp()
    assert one.stamp() == stamp
    other.put("mail", Secret("rotated elsewhere"))
    assert one.stamp() != stamp
    assert one.open("mail").reveal() == "rotated elsewhere"
    other.remove("mail")
    with pytest.raises(NotFoundError):
        one.open("mail")
    other.rekey(MasterSource.PASSWORD, Secret(OTHER))
    with pytest.raises(LockedError):
        one.open("model.key")
    other.remove_all()
    assert one.names() == ()


@pytest.mark.requirement("K6")
def test_rekey_moves_everything_between_all_sources(folder: Path) -> None:
    ring = MemoryKeyring()
    store = store_in(folder, MASTER, ring)
    salt, sealed = stored(folder)["kdf"]["salt"], stored(folder)["records"]["mail"]["sealed"]
    assert store.rekey(MasterSource.PASSWORD, Secret(OTHER)) == 2
    assert store.open("mail").reveal() == MAIL
    assert opened(folder, OTHER) == ALL
    assert stored(folder)["kdf"]["salt"] != salt
    assert stored(folder)["records"]["mail"]["sealed"] != sealed
    with pytest.raises(LockedError):
        opened(folder, MASTER)
    store.rekey(MasterSource.KEYRING)
    assert opened(folder, None, ring) == ALL
    store.rekey(MasterSource.KEYRING)
    assert len(ring.held) == 1
    store.rekey(MasterSource.KEY_FILE)
    assert opened(folder, None) == ALL
    assert not ring.held
    store.rekey(MasterSource.KEY_FILE)
    assert len(list(folder.glob("key-*"))) == 1
    store.rekey(MasterSource.PASSWORD, Secret(MASTER))
    assert opened(folder) == ALL
    assert not list(folder.glob("key-*"))


@pytest.mark.requirement("K6")
def test_rekey_that_cannot_be_done_changes_nothing(folder: Path) -> None:
    before = (folder / "store.json").read_bytes()
    store = store_in(folder)
    with pytest.raises(InvalidInputError):
        store.rekey(MasterSource.PASSWORD, Secret("short"))
    with pytest.raises(InvalidInputError, match="no keyring"):
        store.rekey(MasterSource.KEYRING)
    with pytest.raises(NotFoundError):
        store_in(folder.parent / "none").rekey(MasterSource.KEY_FILE)
    assert (folder / "store.json").read_bytes() == before
    assert store.open("mail").reveal() == MAIL


def test_a_full_disk_loses_nothing(folder: Path) -> None:
    before = (folder / "store.json").read_bytes()
    script = f"""
import resource, signal, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from tests.support.credentials import MASTER, OTHER, store_in
from paios.domain.credential import MasterSource, Secret
from paios.domain.errors import StorageError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
store = store_in(Path({str(folder)!r}))
put = lambda: store.put("new", Secret("x"))
rekey = lambda: store.rekey(MasterSource.PASSWORD, Secret(OTHER))
for attempt in (put, rekey):
    try:
        attempt()
    except StorageError:
        print("refused")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["refused", "refused"]
    assert (folder / "store.json").read_bytes() == before
    assert {file.name for file in folder.iterdir()} == {"store.json", "lock"}


def test_there_is_a_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    store = store_in(folder)
    with pytest.raises(ConflictError):
        store.put("one-too-many", Secret("x"))
    store.put("mail", Secret("replaced all the same"))


def test_there_is_none_of_that_name(folder: Path) -> None:
    store = store_in(folder)
    for attempt in (store.open, store.remove):
        with pytest.raises(NotFoundError, match=r"called no\.such"):
            attempt("no.such")
    with pytest.raises(NotFoundError, match=r"called \?\?x"):
        store.open("\n/x")
