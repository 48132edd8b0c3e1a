"""Of each role the longest value is one, and with one sign more it is none (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical
from paios.guard.provenance.normal.hosts import domain, host
from paios.guard.provenance.normal.recipients import mail

pytestmark = pytest.mark.requirement("P10")

HOST = ".".join(["a" * 61] * 4) + ".examp"


@pytest.mark.parametrize(
    ("longest", "sink"),
    [
        ("DE89370400440532013000".rjust(80), Sink.ACCOUNT),
        (f"b@{HOST[2:]}x", Sink.RECIPIENT),
        ("a" * 128, Sink.ID),
        ("a" * 1024, Sink.PATH),
        ("a" * 64, Sink.OPTION),
        ("a" * 4096, Sink.COMMAND),
        ("https://example.com/".ljust(2048, "a"), Sink.URL),
    ],
)
def test_the_longest_value_of_a_role_is_one_and_a_longer_one_is_none(longest: str, sink: Sink) -> None:
    assert canonical(longest, sink) is not None
    longer = f" {longest}" if sink is Sink.ACCOUNT else f"{longest}a"
    assert canonical(longer, sink) is None


@pytest.mark.parametrize("sink", Sink)
def test_a_number_that_is_too_long_to_be_written_is_no_value_at_all(sink: Sink) -> None:
    assert canonical(10**5000, sink) is None
    assert canonical(-(10**5000), sink) is None


def test_the_longest_number_is_an_id() -> None:
    assert canonical(10**127, Sink.ID) == str(10**127)
    assert canonical(10**128, Sink.ID) is None


def test_a_host_has_as_many_letters_as_a_name_server_takes() -> None:
    assert len(HOST) == 253
    assert domain(HOST) == HOST
    assert domain(f"{HOST}l") is None
    spread = ".".join(["e\u0301" * 20] * 6) + ".example"
    assert domain(spread) is not None
    assert domain(spread.replace("example", "longexample")) is None


@pytest.mark.parametrize(("label", "more"), [("a" * 63, "a"), ("é" + "a" * 55, "a")])
def test_a_label_of_a_host_has_at_most_sixty_three(label: str, more: str) -> None:
    found = domain(f"{label}.example")
    assert found is not None
    assert len(found.partition(".")[0]) == 63
    assert domain(f"{label}{more}.example") is None


def test_the_longest_mail_address_has_a_form() -> None:
    longest = f"b@{HOST[2:]}x"
    assert len(longest) == 254
    assert mail(longest.upper()) == longest
    assert mail(f"b{longest}") is None


def test_a_host_of_one_machine_alone_is_no_host() -> None:
    assert host("[fe80::1]") == "[fe80::1]"
    assert host("[fe80::1%eth0]") is None
