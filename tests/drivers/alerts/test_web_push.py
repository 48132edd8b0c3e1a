"""Web Push: sealed for one browser, signed by this server, and sent only where it may be (P11)."""

import json
from base64 import urlsafe_b64decode
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from tests.support.push_service import Browser, loopback_egress, push_server

from paios.compose.telling import web_push
from paios.domain.errors import InvalidInputError, UnavailableError
from paios.domain.push import PushAddress, Word
from paios.drivers.alerts.sealing import sealed
from paios.drivers.alerts.web_push import WebPush
from paios.drivers.clock import SystemClock
from paios.drivers.private_files import SecretFolder

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P11", "N1", "N4")]

CLOCK = SystemClock()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(text)), ec.SECP256R1())


def pusher() -> WebPush:
    return WebPush(loopback_egress, b"\x07" * 32, CLOCK)


def test_message_is_sealed_as_the_standard_has_it_to_the_byte() -> None:
    """RFC 8291, section 5 and appendix A."""
    key = decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
    address = PushAddress("https://push.example.net/", key, decoded("BTBZMqHH6r4Tts7J_aSIgg"))
    body = sealed(
        b"When I grow up, I want to be a watermelon",
        address,
        ours=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    browser = Browser(private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), address.secret)
    assert browser.reads(body) == b"When I grow up, I want to be a watermelon"


async def test_word_says_that_something_is_asked_and_nothing_else() -> None:
    browser = Browser()
    with push_server() as server:
        for word in Word:
            assert await pusher().send(browser.at(server.endpoint), word)
        assert [json.loads(browser.reads(each.body)) for each in server.taken] == [
            {"word": "question"},
            {"word": "test"},
        ]
        assert len({len(each.body) for each in server.taken}) == 1, "its length tells nothing"
        assert len({each.body[:16] for each in server.taken}) == 2, "no salt is used twice"
        headers = server.taken[0].headers
        assert (headers["content-encoding"], headers["urgency"], headers["topic"]) == (
            "aes128gcm",
            "high",
            "question",
        )
        assert 0 < int(headers["ttl"]) <= 86_400
        with pytest.raises(InvalidTag):
            Browser().reads(server.taken[0].body)


async def test_sender_is_proved_for_this_push_service_and_for_hours_only() -> None:
    push = pusher()
    with push_server() as server:
        await push.send(Browser().at(server.endpoint), Word.TEST)
        scheme, _, rest = server.taken[0].headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", push.public_key)
    head, claims, signature = parts["t"].split(".")
    assert json.loads(decoded(head))["alg"] == "ES256"
    said = json.loads(decoded(claims))
    assert said["aud"] == server.origin
    assert 0 < said["exp"] - CLOCK.now().timestamp() < 24 * 3600
    r, s = (int.from_bytes(half) for half in (decoded(signature)[:32], decoded(signature)[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    key.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize("status", [404, 410])
async def test_device_that_the_service_knows_no_more_is_told_apart(status: int) -> None:
    with push_server() as server:
        server.status = status
        assert not await pusher().send(Browser().at(server.endpoint), Word.TEST)


@pytest.mark.parametrize("status", [301, 400, 403, 429, 500])
async def test_refusal_is_an_error_and_the_device_is_kept(status: int) -> None:
    with push_server() as server:
        server.status = status
        with pytest.raises(UnavailableError):
            await pusher().send(Browser().at(server.endpoint), Word.TEST)


async def test_key_that_is_no_point_of_the_curve_is_refused() -> None:
    with push_server() as server:
        address = replace(Browser().at(server.endpoint), key=b"\x04" + b"\x01" * 64)
        with pytest.raises(InvalidInputError, match="P-256"):
            await pusher().check(address)
        assert server.taken == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/send",
        "http://127.0.0.1:3080/api/v1/pause",
        "https://127.0.0.1/send",
        "https://localhost/send",
        "https://192.168.1.1/send",
        "https://[fd00::1]/send",
        "https://169.254.169.254/latest",
        "https://router.lan/send",
        "https://intranet/send",
        "https://user@push.example.org/send",
    ],
)
async def test_house_pushes_to_public_places_alone(server_keys: SecretFolder, endpoint: str) -> None:
    push, address = web_push(server_keys, CLOCK), Browser().at(endpoint)
    with pytest.raises(InvalidInputError):
        await push.check(address)
    with pytest.raises(InvalidInputError):
        await push.send(address, Word.TEST)


async def test_key_of_the_server_is_made_once_and_read_by_nobody_else(server_keys: SecretFolder) -> None:
    first, second = web_push(server_keys, CLOCK), web_push(server_keys, CLOCK)
    assert first.public_key == second.public_key
    assert len(decoded(first.public_key)) == 65


@pytest.fixture
def server_keys(tmp_path_factory: pytest.TempPathFactory) -> SecretFolder:
    return SecretFolder(tmp_path_factory.mktemp("home") / "keys")
