import gc
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.support.scripted_model import Hang, Raw, ScriptedModel, Turn

from paios.domain.errors import InvalidInputError, PaiosError, TooLargeError, UnavailableError
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("N1")]


@asynccontextmanager
async def client(*urls: str, **options: Any) -> AsyncIterator[EgressClient]:
    made = EgressClient(*(Origin.of(url) for url in urls), **options)
    try:
        yield made
    finally:
        await made.aclose()


async def fetched(egress: EgressClient, url: str) -> bytes:
    body = b""
    async with egress.send("GET", url) as reply:
        while chunk := await reply.read():
            body += chunk
    return body


ASKED = b'{"messages": []}'


async def posted(turn: Turn, **options: Any) -> bytes:
    """What comes back when the server answers with ``turn``."""
    body = b""
    with ScriptedModel([turn]) as server:
        target = f"{server.url}/chat/completions"
        async with client(server.url, **options) as egress, egress.send("POST", target, body=ASKED) as reply:
            while chunk := await reply.read():
                body += chunk
    return body


async def test_a_configured_server_is_reached(server: ScriptedModel) -> None:
    async with client(server.url) as egress, egress.send("GET", f"{server.url}/models") as reply:
        assert (reply.status, reply.media_type) == (200, "application/json")
        assert b"scripted" in await reply.read()


async def test_localhost_is_reached_by_its_name(server: ScriptedModel) -> None:
    url = f"http://localhost:{server.port}/v1"
    async with client(url) as egress:
        assert b"scripted" in await fetched(egress, f"{url}/models")


@pytest.mark.parametrize("change", ["host", "port", "scheme"])
async def test_a_server_that_was_not_configured_is_not_reached(server: ScriptedModel, change: str) -> None:
    url = {
        "host": f"http://127.0.0.2:{server.port}/v1/models",
        "port": f"http://127.0.0.1:{server.port + 1}/v1/models",
        "scheme": f"https://127.0.0.1:{server.port}/v1/models",
    }[change]
    async with client(server.url) as egress:
        with pytest.raises(InvalidInputError, match="not configured"):
            await fetched(egress, url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(server: ScriptedModel, status: int) -> None:
    elsewhere = Raw(b"", "text/plain", status, (("location", f"{server.url}/models"),))
    with pytest.raises(UnavailableError, match="redirects are not followed"):
        await posted(elsewhere)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_a_proxy_in_the_environment_is_ignored(
    server: ScriptedModel, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with client(server.url) as egress:
        assert b"scripted" in await fetched(egress, f"{server.url}/models")


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433"])
@pytest.mark.requirement("N4")
@pytest.mark.incident(8)
async def test_a_name_that_leads_to_this_machine_is_refused_when_connecting(
    server: ScriptedModel, host: str
) -> None:
    url = f"https://{host}:{server.port}/v1"
    async with client(url) as egress:
        with pytest.raises(UnavailableError, match="does not connect to"):
            await fetched(egress, f"{url}/models")


async def test_a_name_that_nobody_knows_is_unavailable() -> None:
    async with client("https://no-such-name.invalid") as egress:
        with pytest.raises(UnavailableError, match="cannot be reached"):
            await fetched(egress, "https://no-such-name.invalid/")


async def test_a_port_where_nobody_listens_is_unavailable(server: ScriptedModel) -> None:
    with ScriptedModel([]) as gone:
        url = gone.url
    async with client(url) as egress:
        with pytest.raises(UnavailableError, match="cannot be reached"):
            await fetched(egress, f"{url}/models")


async def test_silence_ends_after_the_idle_time() -> None:
    with pytest.raises(UnavailableError, match="in time"):
        await posted(Hang(30), idle_seconds=0.2)


async def test_an_answer_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLargeError):
        await posted(Raw(b"x" * 2000), answer_limit=1999)


async def test_an_answer_of_just_the_limit_is_read() -> None:
    assert len(await posted(Raw(b"x" * 2000), answer_limit=2000)) == 2000


async def test_a_compressed_answer_is_refused() -> None:
    with pytest.raises(UnavailableError, match="compressed"):
        await posted(Raw(b"x", headers=(("content-encoding", "gzip"),)))


async def test_a_header_cannot_be_smuggled_in(server: ScriptedModel) -> None:
    async with client(server.url) as egress:
        with pytest.raises(PaiosError):
            async with egress.send("GET", f"{server.url}/models", headers={"x": "a\r\ny: b"}):
                pass
    assert server.requests == []


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A port on which "localhost" has a certificate of its own making, and that certificate."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = tmp_path / "certificate.pem", tmp_path / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    server = HTTPServer(("127.0.0.1", 0), _Hello)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port, pem
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    tls_server: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, pem = tls_server
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with client(f"https://localhost:{port}") as egress:
        with pytest.raises(UnavailableError, match="certificate could not be verified"):
            await fetched(egress, f"https://localhost:{port}/")


async def test_a_certificate_of_ones_own_authority_is_accepted(tls_server: tuple[int, Path]) -> None:
    port, pem = tls_server
    async with client(f"https://localhost:{port}", tls=ssl.create_default_context(cafile=pem)) as egress:
        assert await fetched(egress, f"https://localhost:{port}/") == b"hello"


async def test_a_certificate_for_another_name_is_refused(tls_server: tuple[int, Path]) -> None:
    port, pem = tls_server
    async with client(f"https://127.0.0.1:{port}", tls=ssl.create_default_context(cafile=pem)) as egress:
        with pytest.raises(UnavailableError, match="certificate could not be verified"):
            await fetched(egress, f"https://127.0.0.1:{port}/")


async def half_read() -> None:
    with ScriptedModel([Raw(b"x" * 1_000_000)]) as server:
        target = f"{server.url}/chat/completions"
        async with client(server.url) as egress, egress.send("POST", target, body=ASKED) as reply:
            assert await reply.read()


async def test_an_answer_that_was_left_half_read_is_let_go_of_at_once() -> None:
    """What the collector of garbage has to end, it may end in a thread that is no event loop's."""
    hooks = sys.get_asyncgen_hooks()
    left: list[str] = []
    sys.set_asyncgen_hooks(finalizer=lambda one: left.append(repr(one)))
    try:
        await half_read()
        gc.collect()
    finally:
        sys.set_asyncgen_hooks(*hooks)
    # What httpcore2 leaves hangs on nothing of ours, and is ended where the event loop is.
    assert [one for one in left if "Response" in one or "BoundAsyncStream" in one] == []
