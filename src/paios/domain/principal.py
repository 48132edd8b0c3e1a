"""Who acts, and how the request came in."""

from dataclasses import dataclass
from enum import StrEnum


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
    """

    user_id: str
    name: str
    role: Role
    kind: Kind
    adapter: Adapter
    interactive: bool
    remote: bool | None = None
    device: str | None = None

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN
