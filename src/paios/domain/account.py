"""People and their sessions."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from paios.domain.principal import Adapter, Kind, Principal, Role


@dataclass(frozen=True, slots=True)
class User:
    """An account. ``name`` is shown; its ``name_key`` is unique.

    ``auth_epoch`` rises whenever all sessions end: a sign-in that saw another one is over.
    """

    id: str
    name: str
    role: Role
    created_at: datetime
    disabled: bool = False
    auth_epoch: int = 0

    def at_the_web_app(self, device: str | None = None) -> Principal:
        """Them, acting there. It is served on loopback alone, so whoever uses it is at this machine."""
        return Principal(
            self.id,
            self.name,
            self.role,
            Kind.USER,
            Adapter.WEB,
            interactive=True,
            remote=False,
            device=device,
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser or terminal; the row decides, the cookie only points to it (U2).

    ``proved_at`` is when the person last proved who they are: at sign-in, or by a step-up since.
    """

    id: str
    user_id: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    device: str
    proved_at: datetime


def name_key(name: str) -> str:
    """What makes two names the same: neither case nor the way a letter is typed tells people apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
