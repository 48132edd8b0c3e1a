"""People and their sessions."""

from dataclasses import dataclass
from datetime import datetime

from paios.domain.principal import Role


@dataclass(frozen=True, slots=True)
class User:
    """An account. ``name`` is shown; its case-folded form is unique."""

    id: str
    name: str
    role: Role
    created_at: datetime
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser or terminal; the row decides, the cookie only points to it (U2)."""

    id: str
    user_id: str
    csrf: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    device: str
