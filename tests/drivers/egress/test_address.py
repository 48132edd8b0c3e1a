from ipaddress import ip_address

import pytest

from paios.drivers.egress.address import Reach, literal, reach_of

pytestmark = [pytest.mark.requirement("N4"), pytest.mark.incident(8)]


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]
)
def test_this_machine_is_known_in_every_spelling(text: str) -> None:
    assert reach_of(ip_address(text)) is Reach.LOOPBACK


@pytest.mark.parametrize(
    "text",
    ["10.1.2.3", "172.31.0.1", "192.168.0.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"],
)
def test_the_home_network_is_known_in_every_spelling(text: str) -> None:
    assert reach_of(ip_address(text)) is Reach.PRIVATE


@pytest.mark.parametrize(
    "text",
    ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "100.100.100.200",
     "fd00:ec2::254", "fd20:ce::254", "0.0.0.0", "::", "::7f00:1", "fe80::1", "fec0::1", "192.0.0.8",
     "224.0.0.1", "255.255.255.255", "240.0.0.1", "ff02::1", "2001::1", "2001:db8::1", "100::1",
     "198.18.0.1", "64:ff9b:1::1"],
)  # fmt: skip
def test_what_leads_nowhere_good_is_known(text: str) -> None:
    assert reach_of(ip_address(text)) is Reach.NOWHERE


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "172.32.0.1", "11.0.0.1"]
)
def test_the_rest_is_public(text: str) -> None:
    assert reach_of(ip_address(text)) is Reach.PUBLIC


@pytest.mark.parametrize(
    "text", ["127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "localhost", "", "1.2.3.4\n"]
)
def test_only_canonical_spellings_are_addresses(text: str) -> None:
    assert literal(text) is None
