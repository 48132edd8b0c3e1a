"""A security key in software: what a browser hands to a page, by the rules of WebAuthn Level 3.

It shares no code with what checks it.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


class SecurityKey:
    """One passkey at one site. ``verifies``: it asks for a PIN or a finger; ``counts``: its uses."""

    def __init__(self, origin: str, *, verifies: bool = True, counts: bool = True) -> None:
        self.origin = origin
        self.verifies = verifies
        self.uses = 0
        self._counts = counts
        self._party = origin.partition("://")[2].partition(":")[0]
        self._secret = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.user = b""

    def create(self, options: Any) -> dict[str, Any]:
        """The answer to what a page asked for with ``navigator.credentials.create``."""
        self.user = unb64(options["user"]["id"])
        numbers = self._secret.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(_ATTESTED) + credential
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=b64(client), attestationObject=b64(attestation))

    def get(self, options: Any, **changes: Any) -> dict[str, Any]:
        """The answer to ``navigator.credentials.get``; ``changes`` lie in what the browser says."""
        if self._counts:
            self.uses += 1
        data = self._data(0)
        client = self._client("webauthn.get", options, **changes)
        signature = self._secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=b64(client),
            authenticatorData=b64(data),
            signature=b64(signature),
            userHandle=b64(self.user),
        )

    def _data(self, more: int) -> bytes:
        flags = _PRESENT | more | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self._party.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, options: Any, **changes: Any) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin} | changes
        return json.dumps(said).encode()

    def _answer(self, **response: str) -> dict[str, Any]:
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
