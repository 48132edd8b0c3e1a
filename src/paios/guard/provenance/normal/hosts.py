"""Host names in one form: lower case, A-labels, nothing that another program could read as another host.

Sources: RFC 1034 (labels), RFC 5890 (A-labels), the WHATWG URL standard (what
browsers take for a number). Nothing is mapped to anything else but its lower
case, so ``faß.de`` is not ``fass.de`` and a look-alike is another host.
"""

import ipaddress
import re
from typing import Final

from paios.guard.provenance.normal.characters import composed

_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_UNICODE_LABEL: Final = re.compile(r"[\w\u0300-\u036f](?:[\w\u0300-\u036f\u00b7-]*[\w\u0300-\u036f])?")
_TOP: Final = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST: Final = 253


def host(written: str) -> str | None:
    """The canonical host, or ``None`` for what is no host or could be read as two."""
    plain = composed(written.lower()) if len(written) <= _LONGEST else None
    if not plain:
        return None
    if plain.startswith("["):
        return _ip6(plain)
    labels = [_a_label(label) for label in plain.split(".")]
    named = ".".join(label for label in labels if label)
    if not all(labels) or len(named) > _LONGEST:
        return None
    return named if not _NUMBER.fullmatch(named.rpartition(".")[2]) else _ip4(named)


def domain(written: str) -> str | None:
    """The canonical host, if it is a name of at least two labels."""
    name = host(written)
    return name if name and "." in name and _TOP.fullmatch(name.rpartition(".")[2]) else None


def _a_label(label: str) -> str | None:
    if label.isascii():
        return label if len(label) <= 63 and _LABEL.fullmatch(label) else None
    if label.startswith("xn--") or not _UNICODE_LABEL.fullmatch(label):
        return None
    encoded = "xn--" + label.encode("punycode").decode("ascii")
    return encoded if len(encoded) <= 63 else None


def _ip4(written: str) -> str | None:
    """Four plain decimal numbers; ``127.1``, ``0x7f.1`` and ``017.0.0.1`` are refused."""
    try:
        return str(ipaddress.IPv4Address(written))
    except ValueError:
        return None


def _ip6(written: str) -> str | None:
    try:
        return None if "%" in written else f"[{ipaddress.IPv6Address(written[1:].removesuffix(']'))}]"
    except ValueError:
        return None
