"""Owns: what a configured destination is, and how near it may be. Must not resolve or connect.

The rule, in full (N1):

- ``http`` only to this machine: ``localhost``, ``127.0.0.0/8``, ``::1``;
- ``https`` to any public name or address;
- ``https`` to the home network only where the person wrote it so: a private
  address, a name without a dot, or one under ``.local``, ``.lan``,
  ``.internal``, ``.home.arpa``. A public name that turns out to lead home is
  refused when connecting.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from httpx2 import URL, InvalidURL

from paios.domain.errors import InvalidInputError
from paios.drivers.egress.address import Reach, literal, reach_of

_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9_.-]{1,253}|[0-9a-f:.]{2,45}")
_HOME: Final = (".local", ".lan", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host (ASCII, lower case) and port that may be reached, and how near it may resolve to."""

    scheme: str
    host: str
    port: int
    reach: Reach

    @classmethod
    def of(cls, url: str) -> Self:
        """The origin of ``url``. Raises ``InvalidInputError``, saying why, where the rule refuses it."""
        parsed = parse(url)
        scheme, host = parsed.scheme, parsed.raw_host.decode("ascii").lower().removesuffix(".")
        if scheme not in _PORTS or _HOST.fullmatch(host) is None:
            raise InvalidInputError("This is not an http or https address.")
        if parsed.userinfo or parsed.fragment:
            raise InvalidInputError("The address must not contain a user name, a password or a #.")
        port = _PORTS[scheme] if parsed.port is None else parsed.port
        if not 1 <= port <= 65535:
            raise InvalidInputError("The address has an impossible port.")
        reach = _intended_reach(host)
        if reach is Reach.NOWHERE:
            raise InvalidInputError(f"{host} is not an address that paios connects to.")
        if scheme == "http" and reach is not Reach.LOOPBACK:
            raise InvalidInputError("Outside this machine only https is spoken.")
        return cls(scheme, host, port, reach)

    @classmethod
    def public(cls, url: str) -> Self:
        """The origin of a URL that a stranger named: https, at a public place, or ``InvalidInputError``."""
        origin = cls.of(url)
        if origin.scheme != "https" or origin.reach is not Reach.PUBLIC:
            raise InvalidInputError("This must be an https address on the public network.")
        return origin

    def admits(self, address_reach: Reach) -> bool:
        """Whether a connection to an address this near is what was meant."""
        if self.reach is Reach.PRIVATE:
            return address_reach in (Reach.PRIVATE, Reach.PUBLIC)
        return address_reach is self.reach


def parse(url: str) -> URL:
    """The one parser of outgoing URLs. Raises ``InvalidInputError``."""
    try:
        return URL(url)
    except (InvalidURL, ValueError) as error:
        raise InvalidInputError("This is not a web address.") from error


def _intended_reach(host: str) -> Reach:
    address = literal(host)
    if address is not None:
        return reach_of(address)
    if host == "localhost" or host.endswith(".localhost"):
        return Reach.LOOPBACK
    if "." not in host or host.endswith(_HOME):
        return Reach.PRIVATE
    return Reach.PUBLIC
