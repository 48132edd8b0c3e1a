"""The form of a record, checked against an implementation of its own (K1)."""

import hashlib
import pickle
from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from paios.domain.credential import Secret
from paios.drivers.credentials.cipher import ITERATIONS, SOURCE_SALT, Key, SealError, import_records

PASSWORD = b"a master password of 2026"
SALT = b"s" * 32
NAME = "mail.password"
TEXT = b"xoxb-planted-9f8e7d6c5b4a"


@pytest.fixture(scope="module")
def key() -> Key:
    return Key(bytearray(PASSWORD), SALT)


@pytest.fixture(scope="module")
def raw() -> bytes:
    """The same key, derived by the standard library."""
    return hashlib.pbkdf2_hmac("sha256", PASSWORD, SALT, 480_000)


@pytest.mark.requirement("K1")
def test_a_record_is_base64_of_nonce_ciphertext_and_tag_and_binds_its_name(key: Key, raw: bytes) -> None:
    record = b64decode(key.seal(NAME, bytearray(TEXT)), validate=True)
    assert len(record) == 12 + len(TEXT) + 16
    assert AESGCM(raw).decrypt(record[:12], record[12:], NAME.encode()) == TEXT


@pytest.mark.requirement("K1")
def test_a_record_made_elsewhere_in_this_form_opens(key: Key, raw: bytes) -> None:
    nonce = b"n" * 12
    record = b64encode(nonce + AESGCM(raw).encrypt(nonce, TEXT, NAME.encode())).decode()
    assert key.open(NAME, record) == TEXT


@pytest.mark.requirement("K1")
def test_no_nonce_is_used_twice(key: Key) -> None:
    nonces = {b64decode(key.seal(NAME, bytearray(TEXT)))[:12] for _ in range(1000)}
    assert len(nonces) == 1000


@pytest.mark.requirement("K1")
def test_every_flipped_bit_is_found(key: Key) -> None:
    record = b64decode(key.seal(NAME, bytearray(TEXT)))
    for at in range(len(record) * 8):
        changed = bytearray(record)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(SealError):
            key.open(NAME, b64encode(changed).decode())


@pytest.mark.requirement("K1")
def test_every_cut_is_found(key: Key) -> None:
    record = b64decode(key.seal(NAME, bytearray(TEXT)))
    for length in range(len(record)):
        with pytest.raises(SealError):
            key.open(NAME, b64encode(record[:length]).decode())


@pytest.mark.requirement("K1")
@pytest.mark.parametrize("record", ["", "?", "no base64!", "ä", "AAAA", "=" * 60])
def test_what_is_no_record_does_not_open(key: Key, record: str) -> None:
    with pytest.raises(SealError):
        key.open(NAME, record)


@pytest.mark.requirement("K1")
def test_a_record_does_not_open_under_another_name(key: Key) -> None:
    record = key.seal(NAME, bytearray(TEXT))
    for other in ("mail.Password", "mail.password2", "", "x"):
        with pytest.raises(SealError):
            key.open(other, record)


@pytest.mark.requirement("K1")
def test_records_of_the_source_are_read_with_its_salt_whether_they_bind_the_name_or_not() -> None:
    assert (SOURCE_SALT, ITERATIONS) == (b"aide-credential-store-v1", 480_000)
    cipher = AESGCM(hashlib.pbkdf2_hmac("sha256", b"of the source", b"aide-credential-store-v1", 480_000))
    nonce = b"n" * 12
    records = {
        "bound": b64encode(nonce + cipher.encrypt(nonce, b"one", b"bound")).decode(),
        "plain": b64encode(nonce + cipher.encrypt(nonce, b"two", None)).decode(),
    }
    found = import_records(records, Secret("of the source"))
    assert {name: secret.reveal() for name, secret in found.items()} == {"bound": "one", "plain": "two"}
    swapped = {"plain": records["bound"]}
    with pytest.raises(SealError, match="plain"):
        import_records(swapped, Secret("of the source"))
    with pytest.raises(SealError, match="bound"):
        import_records(records, Secret("another"))


@pytest.mark.requirement("K5")
def test_a_key_shows_nothing_and_is_not_pickled() -> None:
    key = Key(bytearray(PASSWORD), SALT)
    assert (repr(key), str(key), f"{key}") == ("[key]", "[key]", "[key]")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(key, protocol)


@pytest.mark.requirement("K5")
def test_a_wiped_key_opens_nothing() -> None:
    key = Key(bytearray(PASSWORD), SALT)
    record = key.seal(NAME, bytearray(TEXT))
    material = key._material
    key.wipe()
    assert material == bytes(32)
    with pytest.raises(SealError):
        key.open(NAME, record)
