"""Credentials: named secrets that a driver uses and no agent sees (K1-K6), and what locks them.

What is known of one everywhere is a ``Credential``: its name and dates. The
text itself is a ``Secret``, which shows nothing of itself.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NoReturn, final

from paios.domain.errors import InvalidInputError

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SECRET_LIMIT: Final = 16 * 1024
"""Most bytes of a secret."""

LEAST_PASSWORD: Final = 12
"""Fewest characters of a master password."""

LEAST_SCANNED: Final = 8
"""Fewest letters and digits, or characters, by which a secret is told from ordinary words."""

MASK: Final = "[secret]"

_SERVER: Final = "tool-server-"
_FACTOR: Final = "totp-"


@final
class Secret:
    """Text that shows as ``[secret]`` everywhere but in ``reveal``, and can be wiped.

    It is compared with nothing, copied and pickled never.
    """

    __slots__ = ("_held",)

    def __init__(self, text: str | bytes | bytearray) -> None:
        """Holds a copy of its own; what was handed in is the caller's to forget."""
        self._held = bytearray(text.encode() if isinstance(text, str) else text)

    def reveal(self) -> str:
        """The text. Python cannot wipe what is returned: let go of it soon."""
        return self._held.decode()

    def copy_bytes(self) -> bytearray:
        """The text's bytes, for the caller to wipe."""
        return bytearray(self._held)

    def wipe(self) -> None:
        """Overwrite the memory; from then on the secret is empty."""
        wipe(self._held)
        self._held = bytearray()

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither copied nor pickled")


def wipe(memory: bytearray) -> None:
    """Overwrite memory that held a secret."""
    memory[:] = bytes(len(memory))


class Kind(StrEnum):
    """Whose a credential is, which its name says.

    A ``SECRET`` is opened for a proof only. A ``FACTOR`` is what a person's codes
    are checked with. The others are of the server's own connections: to models, to
    MCP servers, to where alarms go.
    """

    SECRET = "secret"  # noqa: S105 - the name of a kind
    MODEL = "model"
    TOOL_SERVER = "tool-server"
    ALERT = "alert"
    FACTOR = "factor"


_KINDS: Final = {
    "model.key": Kind.MODEL,
    "screener.key": Kind.MODEL,
    "pushover.user": Kind.ALERT,
    "pushover.token": Kind.ALERT,
}


def kind_of(name: str) -> Kind:
    """What a credential of this name is for."""
    if name.startswith(_FACTOR):
        return Kind.FACTOR
    return Kind.TOOL_SERVER if name.startswith(_SERVER) else _KINDS.get(name, Kind.SECRET)


def factor_name(user_id: str) -> str:
    """Under what the secret of a person's authenticator app is kept."""
    return _FACTOR + user_id


class MasterSource(StrEnum):
    """Where the key to the credentials comes from."""

    PASSWORD = "password"  # noqa: S105 - the name of a source
    KEYRING = "keyring"
    KEY_FILE = "key-file"

    @property
    def beside_data(self) -> bool:
        """Whether a copy of the data folder has the key in it."""
        return self is MasterSource.KEY_FILE


OWN_NAMES: Final = tuple(_KINDS)
"""The credentials of the server's own connections, beside those of MCP servers."""


@dataclass(frozen=True, slots=True)
class Credential:
    """All that is known of a credential without opening it. A date that cannot be read is None.

    ``rotated_at`` is when its secret was last replaced, ``used_at`` when it was last opened.
    """

    name: str
    created_at: datetime | None = None
    rotated_at: datetime | None = None
    used_at: datetime | None = None

    @property
    def kind(self) -> Kind:
        return kind_of(self.name)


def require_name(name: str) -> None:
    """Raises ``InvalidInputError`` for what cannot be a credential's name. It is not repeated in the error:
    it could be a secret that was put in the wrong place."""
    if NAME.fullmatch(name) is None:
        raise InvalidInputError(
            "A credential's name has up to 64 letters, digits, dots, hyphens and underscores, "
            "and begins with a letter or digit."
        )


def require_settable(name: str) -> None:
    """Raises ``InvalidInputError`` for a credential that its owner changes elsewhere."""
    if kind_of(name) is Kind.FACTOR:
        raise InvalidInputError("The secret of an authenticator app is its person's alone.")
    if kind_of(name) is Kind.TOOL_SERVER:
        raise InvalidInputError("The secrets of a tool server are changed with it, in the settings.")


def require_secret(secret: Secret) -> None:
    """Raises ``InvalidInputError`` for what cannot be stored."""
    if not 0 < len(secret) <= SECRET_LIMIT:
        raise InvalidInputError(f"A secret has from 1 to {SECRET_LIMIT:,} bytes.")


def require_password(password: Secret) -> None:
    """Raises ``InvalidInputError`` for a master password that is too short to lock anything with."""
    if len(password.reveal()) < LEAST_PASSWORD:
        raise InvalidInputError(f"A master password has {LEAST_PASSWORD} characters or more.")
