"""Who acts, and how the request came in."""

from dataclasses import dataclass
from enum import StrEnum

from paios.domain.permission import TABLE, Permission


class Adapter(StrEnum):
    """The door a request came through (G2)."""

    LOCAL_SYSTEM = "local_system"
    SECURE_NETWORK = "secure_network"
    MCP_SERVER = "mcp_server"
    OLLAMA = "ollama"
    OPENAI = "openai"
    WEB = "web"


class Role(StrEnum):
    """What a person may administer (U5)."""

    ADMIN = "admin"
    USER = "user"


class Kind(StrEnum):
    """What sort of thing acts on the user's behalf."""

    USER = "user"
    API_KEY = "api_key"
    APP = "app"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody or something acting, always on behalf of exactly one user.

    ``interactive`` says that a person is there to be asked; without it a
    question is a denial (incident 28). ``remote`` says whether the request came
    from another machine, ``device`` in words from which; None where nobody knows.
    ``permissions`` are those that an API key was given, ``key_id`` is that key's.
    """

    user_id: str
    name: str
    role: Role
    kind: Kind
    adapter: Adapter
    interactive: bool
    remote: bool | None = None
    device: str | None = None
    permissions: frozenset[Permission] | None = None
    key_id: str | None = None

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    def may(self, permission: Permission) -> bool:
        """Whether role and key give this permission. A key never has more than its owner has now (U4)."""
        terms = TABLE.get(permission)
        if terms is None or (terms.admins_only and not self.is_admin):
            return False
        if self.kind is Kind.USER:
            return self.permissions is None or permission in self.permissions
        return terms.for_keys and self.permissions is not None and permission in self.permissions
