"""Owns: what Web Push asks of cryptography. Pure but for the random numbers; must not send anything.

RFC 8291 (message encryption, over RFC 8188's aes128gcm, in a single record) and
RFC 8292 (VAPID: who sends, signed by ES256). The primitives are cryptography's.
"""

import json
import os
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from paios.domain.errors import InvalidInputError
from paios.domain.push import PushAddress

_RECORD: Final = 4096
_LAST: Final = b"\x02"
"""The delimiter after the text of the last record (RFC 8188, section 2)."""

_LIFETIME: Final = timedelta(hours=12)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as browsers write it: uncompressed."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def base64url(content: bytes) -> str:
    """Without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def receiver_of(address: PushAddress) -> ec.EllipticCurvePublicKey:
    """The browser's public key. Raises ``InvalidInputError`` for what is no point of the curve."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), address.key)
    except ValueError as error:
        raise InvalidInputError("The device's key is not a key of P-256.") from error


def sealed(
    text: bytes,
    address: PushAddress,
    *,
    length: int = 0,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message (RFC 8291, section 3.4), which only the browser can read.

    ``text`` is padded to ``length`` bytes, so that its length tells nothing.
    ``ours`` and ``salt`` are fresh for every message; only a test vector gives them.
    """
    theirs = receiver_of(address)
    ours = ours or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    sender = point(ours.public_key())
    shared = ours.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, address.secret, b"WebPush: info\0" + address.key + sender, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    record = AESGCM(key).encrypt(nonce, (text + _LAST).ljust(length + 1, b"\0"), None)
    return salt + _RECORD.to_bytes(4) + bytes([len(sender)]) + sender + record


def vouched(origin: str, key: ec.EllipticCurvePrivateKey, contact: str, now: datetime) -> str:
    """The ``Authorization`` header for a push service at ``origin`` (RFC 8292, section 3)."""
    claims = {"aud": origin, "exp": int((now + _LIFETIME).timestamp()), "sub": contact}
    said = ".".join(base64url(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(SHA256())))
    signature = base64url(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={said}.{signature}, k={base64url(point(key.public_key()))}"


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
