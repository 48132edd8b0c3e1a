"""Owns: a real HTTP server that plays a push service (RFC 8030), and a browser that can read what it took.

The browser's side of RFC 8291 is written here a second time, from the receiver's end.
"""

import threading
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from paios.domain.push import PushAddress
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin
from paios.ports.egress import Egress


def _hmac(key: bytes, content: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(content)
    return mac.finalize()


@dataclass(frozen=True)
class Browser:
    """The keys of one subscription."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = b"sixteen bytes it"

    @property
    def key(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def at(self, endpoint: str) -> PushAddress:
        return PushAddress(endpoint, self.key, self.secret)

    def told(self, endpoint: str) -> dict[str, str]:
        """As a page hands its subscription on."""
        key, secret = (urlsafe_b64encode(each).rstrip(b"=").decode() for each in (self.key, self.secret))
        return {"endpoint": endpoint, "key": key, "secret": secret}

    def reads(self, body: bytes) -> bytes:
        """What a message says, without its padding (RFC 8291, section 3.4, and RFC 8188)."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        first = _hmac(self.secret, self.private.exchange(ec.ECDH(), theirs))
        shared = _hmac(first, b"WebPush: info\0" + self.key + sender + b"\x01")
        pseudo = _hmac(salt, shared)
        key = _hmac(pseudo, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _hmac(pseudo, b"Content-Encoding: nonce\0\x01")[:12]
        text = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert text.endswith(b"\x02")
        return text[:-1]


@dataclass
class Taken:
    headers: dict[str, str]
    body: bytes


@dataclass
class PushServer:
    """``status`` is what it answers next; ``taken`` are all messages, in order."""

    origin: str
    status: int = 201
    taken: list[Taken] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"{self.origin}/send/device-1"


@contextmanager
def push_server() -> Iterator[PushServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            running.taken.append(Taken(headers, body))
            self.send_response(running.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    running = PushServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@asynccontextmanager
async def loopback_egress(url: str) -> AsyncIterator[Egress]:
    """A way out that may also stay on this machine: what the house itself never hands to push."""
    client = EgressClient(Origin.of(url))
    try:
        yield client
    finally:
        await client.aclose()
