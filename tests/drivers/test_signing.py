"""The key of the audit chain, and its anchor (L5)."""

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paios.domain.audit import GENESIS
from paios.domain.errors import StorageError
from paios.drivers.signing import Ed25519AuditSigner

pytestmark = pytest.mark.requirement("L5")

NOON = datetime(2026, 11, 22, 12, 0, 0, 1, tzinfo=UTC)
HASH = "a" * 64


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "audit-signing"


def test_a_signature_holds_for_what_was_signed_and_nothing_else(tmp_path: Path) -> None:
    signer = Ed25519AuditSigner(tmp_path)
    mark = signer.sign(7, HASH, NOON)
    assert signer.holds(mark)
    for change in ({"seq": 8}, {"hash": "b" * 64}, {"at": datetime(2026, 11, 23, tzinfo=UTC)}):
        fields = {"seq": mark.seq, "hash": mark.hash, "at": mark.at, "signature": mark.signature}
        assert not signer.holds(type(mark)(**{**fields, **change}))  # type: ignore[arg-type]
    assert not signer.holds(type(mark)(mark.seq, mark.hash, mark.at, b""))


def test_another_installation_signs_otherwise(tmp_path: Path) -> None:
    one, other = Ed25519AuditSigner(tmp_path / "one"), Ed25519AuditSigner(tmp_path / "other")
    assert not other.holds(one.sign(1, HASH, NOON))


def test_key_and_anchor_are_the_owners_alone(tmp_path: Path, keys: Path) -> None:
    before = os.umask(0)
    try:
        Ed25519AuditSigner(tmp_path)
    finally:
        os.umask(before)
    assert {found.name: found.stat().st_mode & 0o777 for found in keys.iterdir()} == {
        "key": 0o600,
        "anchor": 0o600,
    }
    assert keys.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, keys: Path, mode: int) -> None:
    Ed25519AuditSigner(tmp_path)
    (keys / "key").chmod(mode)
    with pytest.raises(StorageError, match="others"):
        Ed25519AuditSigner(tmp_path)


def test_a_link_in_place_of_the_key_is_refused(tmp_path: Path, keys: Path) -> None:
    Ed25519AuditSigner(tmp_path)
    (keys / "key").rename(tmp_path / "moved")
    (keys / "key").symlink_to(tmp_path / "moved")
    with pytest.raises(StorageError):
        Ed25519AuditSigner(tmp_path)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_what_is_no_key_is_refused(tmp_path: Path, keys: Path, content: bytes) -> None:
    Ed25519AuditSigner(tmp_path)
    (keys / "key").write_bytes(content)
    with pytest.raises(StorageError):
        Ed25519AuditSigner(tmp_path)


def test_a_lost_key_is_not_replaced_in_silence(tmp_path: Path, keys: Path) -> None:
    Ed25519AuditSigner(tmp_path)
    (keys / "key").unlink()
    with pytest.raises(StorageError):
        Ed25519AuditSigner(tmp_path)


def test_the_first_anchor_is_signed_at_the_genesis(tmp_path: Path) -> None:
    signer = Ed25519AuditSigner(tmp_path)
    anchor = signer.anchor()
    assert anchor is not None
    assert (anchor.seq, anchor.hash) == (0, GENESIS)
    assert signer.holds(anchor)


def test_the_newest_anchor_is_kept_over_a_restart(tmp_path: Path) -> None:
    for seq in range(1, 8):
        signer = Ed25519AuditSigner(tmp_path)
        mark = signer.sign(seq, HASH, NOON)
        signer.keep(mark)
        assert signer.anchor() == mark
        assert Ed25519AuditSigner(tmp_path).anchor() == mark


def test_a_torn_anchor_leaves_the_one_before(tmp_path: Path, keys: Path) -> None:
    signer = Ed25519AuditSigner(tmp_path)
    marks = [signer.sign(seq, HASH, NOON) for seq in range(1, 5)]
    for mark in marks:
        signer.keep(mark)
    stored = (keys / "anchor").read_bytes()
    newest = stored.index(b'"seq": 4')
    (keys / "anchor").write_bytes(stored[: newest + 20] + b"\0" * 40 + stored[newest + 60 :])
    assert Ed25519AuditSigner(tmp_path).anchor() == marks[2]


def test_a_forged_anchor_does_not_replace_a_true_one(tmp_path: Path, keys: Path) -> None:
    signer = Ed25519AuditSigner(tmp_path)
    true = signer.sign(2, HASH, NOON)
    signer.keep(signer.sign(1, HASH, NOON))
    signer.keep(true)
    stored = (keys / "anchor").read_bytes()
    (keys / "anchor").write_bytes(stored.replace(b'"seq": 1,', b'"seq": 9,'))
    assert signer.anchor() == true


def test_a_removed_anchor_is_told_from_none(tmp_path: Path, keys: Path) -> None:
    signer = Ed25519AuditSigner(tmp_path)
    (keys / "anchor").unlink()
    with pytest.raises(StorageError, match="missing"):
        signer.anchor()
    with pytest.raises(StorageError):
        signer.keep(signer.sign(1, HASH, NOON))


def test_of_many_first_uses_at_once_one_key_comes_out(tmp_path: Path, keys: Path) -> None:
    signers: list[Ed25519AuditSigner] = []
    ready = threading.Barrier(8)

    def begin() -> None:
        ready.wait()
        signers.append(Ed25519AuditSigner(tmp_path))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mark = signers[0].sign(1, HASH, NOON)
    assert len(signers) == 8
    assert all(signer.holds(mark) for signer in signers)
    assert list(tmp_path.iterdir()) == [keys]
