import pytest

from paios.domain.errors import InvalidInputError
from paios.drivers.egress.address import Reach
from paios.drivers.egress.origin import Origin

pytestmark = pytest.mark.requirement("N1")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.8.9.10", "[::1]"])
def test_plain_http_is_spoken_to_this_machine(host: str) -> None:
    assert Origin.of(f"http://{host}:11434/v1").reach is Reach.LOOPBACK


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "192.168.1.20",
        "10.0.0.1",
        "nas.local",
        "nas",
        "127.1",
        "0x7f.1",
        "2130706433",
        "8.8.8.8",
    ],
)
def test_plain_http_is_not_spoken_to_anybody_else(host: str) -> None:
    with pytest.raises(InvalidInputError, match="only https"):
        Origin.of(f"http://{host}/v1")


@pytest.mark.parametrize(
    ("host", "reach"),
    [
        ("api.example.org", Reach.PUBLIC),
        ("8.8.8.8", Reach.PUBLIC),
        ("bücher.example", Reach.PUBLIC),
        ("192.168.1.20", Reach.PRIVATE),
        ("[fd12::1]", Reach.PRIVATE),
        ("nas.local", Reach.PRIVATE),
        ("nas", Reach.PRIVATE),
        ("localhost", Reach.LOOPBACK),
    ],
)
def test_https_reaches_as_far_as_the_person_wrote(host: str, reach: Reach) -> None:
    assert Origin.of(f"https://{host}/v1").reach is reach


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "100.100.100.200", "0.0.0.0", "[fe80::1]", "[::]", "[fd00:ec2::254]", "[ff02::1]"],
)
def test_an_address_that_is_nobodys_model_is_refused(host: str) -> None:
    with pytest.raises(InvalidInputError, match="not an address that paios connects to"):
        Origin.of(f"https://{host}/v1")


@pytest.mark.parametrize(
    "url",
    ["", "foo", "//example.org", "https://", "ftp://localhost", "file:///etc/passwd", "https://a b", "http://::1",
     "https://exa%6dple.org", "https://example.org:0", "https://example.org:70000", "javascript:alert(1)",
     "https://h\nx", "https://[::1", "https://0177.0.0.1"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInputError):
        Origin.of(url)


@pytest.mark.parametrize(
    "url", ["https://me:secret@example.org", "https://me@example.org", "https://example.org/#x"]
)
def test_an_address_holds_no_password_and_no_fragment(url: str) -> None:
    with pytest.raises(InvalidInputError, match="must not contain"):
        Origin.of(url)


def test_a_home_address_may_resolve_home_or_outside_but_never_to_this_machine() -> None:
    origin = Origin.of("https://nas.local/v1")
    assert [reach for reach in Reach if origin.admits(reach)] == [Reach.PRIVATE, Reach.PUBLIC]


@pytest.mark.parametrize("url", ["https://example.org", "http://localhost"])
def test_every_other_address_resolves_to_what_it_looks_like(url: str) -> None:
    origin = Origin.of(url)
    assert [reach for reach in Reach if origin.admits(reach)] == [origin.reach]
