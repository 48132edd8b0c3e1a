"""Owns: which network an IP address belongs to. Must not resolve names or connect.

``ipaddress.is_global`` believes several addresses that lead back inside
(NAT64, 6to4, IPv4-compatible, site-local), so embedded IPv4 is unwrapped and
the deny list is our own (N4).
"""

from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Reach(StrEnum):
    """How far away an address is. To ``NOWHERE`` nothing is ever sent."""

    LOOPBACK = "loopback"
    PRIVATE = "private"
    PUBLIC = "public"
    NOWHERE = "nowhere"


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


_LOOPBACK: Final = _networks("127.0.0.0/8", "::1/128")
_METADATA: Final = _networks("100.100.100.200/32", "fd00:ec2::/32", "fd20:ce::254/128")
_PRIVATE: Final = _networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
_NOWHERE: Final = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "64:ff9b:1::/48", "100::/64",
    "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fe80::/10", "fec0::/10", "ff00::/8",
)  # fmt: skip
_NAT64: Final = IPv6Network("64:ff9b::/96")


def reach_of(address: Address) -> Reach:
    """Where ``address`` leads, judged by the IPv4 address inside it where there is one."""
    inner = _embedded(address)
    if inner is not None:
        return reach_of(inner)
    for networks, reach in (
        (_LOOPBACK, Reach.LOOPBACK),
        (_METADATA, Reach.NOWHERE),
        (_PRIVATE, Reach.PRIVATE),
        (_NOWHERE, Reach.NOWHERE),
    ):
        if any(address.version == network.version and address in network for network in networks):
            return reach
    return Reach.PUBLIC


def literal(host: str) -> Address | None:
    """The address that ``host`` spells in canonical form; None for a name and for odd spellings."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _embedded(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
