"""The published document as tests walk it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from paios.domain.ids import new_id
from paios.openapi import DOCUMENT

_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch"})

_TICKET: Final = "A" * 43
_PASSKEY: Final = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {"clientDataJSON": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA"},
}

BODIES: Final[Mapping[str, Any]] = {
    "rename_conversation": {"title": "Another title"},
    "send_message": {"text": "Hello"},
    "answer_approval": {"allow": True, "remember": "once", "fingerprint": "0" * 64},
    "create_rule": {"verdict": "deny", "tool": "vault_write"},
    "change_rule": {"verdict": "ask"},
    "add_to_whitelist": {"kind": "domain", "value": "example.org"},
    "save_note": {"path": "Contract.md", "text": "x", "expected": None},
    "change_note_trust": {"items": [{"folder": "", "mine": True}]},
    "move_note": {"path": "Contract.md", "target": "Other.md"},
    "change_settings": {"approval_minutes": 60},
    "choose_model": {"kind": "openai", "url": "http://127.0.0.1:9/v1", "model": "nobody"},
    "choose_caution": {"mode": "ask", "strict": False},
    "choose_screener": {"kind": "same"},
    "change_defences": {"canary": True},
    "change_limits": {"currency": "EUR"},
    "change_limits_of_person": {},
    "set_up_pushover": {"user": "u" * 30, "token": "t" * 30},
    "add_tool_server": {"name": "nobody", "transport": {"kind": "http", "url": "http://127.0.0.1:9/mcp"}},
    "change_tool_server": {"enabled": False},
    "approve_server_tool": {"hash": "0" * 64},
    "dismiss_suggestion": {"tool": "vault_write", "constraints": {}},
    "tell_this_device": {
        "endpoint": "https://push.example.org/device",
        "key": "B" + "A" * 86,
        "secret": "A" * 22,
    },
    "create_key": {"name": "Kitchen display", "permissions": ["notes:read"], "days": 90},
    "join": {"code": "AAAA-BBBB", "name": "Eve", "password": "correct horse battery"},
    "change_password": {"old": "nothing at all", "new": "another horse battery"},
    "finish_sign_in": {"ticket": _TICKET, "code": "000000"},
    "begin_step_up": {},
    "step_up": {"code": "000000"},
    "add_app": {"ticket": _TICKET, "code": "000000"},
    "add_passkey": {"ticket": _TICKET, "passkey": _PASSKEY, "name": "Phone"},
    "change_person": {"disabled": False},
    "create_invite": {"role": "user"},
    "put_credential": {"secret": "open sesame 2026"},
    "sign_in": {"name": "Nobody", "password": "nothing at all"},
    "complete_setup": {
        "name": "Eve",
        "password": "correct horse battery",
        "notes": {"kind": "sample"},
        "model": {"kind": "embedded"},
    },
}
"""A body that fits, for every operation that takes one."""

QUERIES: Final[Mapping[str, Mapping[str, str]]] = {
    "search_notes": {"text": "boiler"},
    "get_note": {"path": "House/Boiler.md"},
    "trash_note": {"path": "Contract.md"},
}


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    id: str
    method: str
    path: str
    security: tuple[str, ...]
    definition: Any

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the ids in its path."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    @property
    def socket(self) -> bool:
        return bool(self.definition.get("x-websocket"))

    @property
    def body(self) -> Any:
        return BODIES.get(self.id)

    def at(self, **ids: str) -> str:
        """Its path with these ids, and fresh ones where none is given."""
        filled = self.path.format(**{name: ids.get(name) or new_id() for name in self.places})
        query = "&".join(f"{name}={value}" for name, value in QUERIES.get(self.id, {}).items())
        return f"{filled}?{query}" if query else filled


@cache
def document() -> Any:
    """Not to be changed: it is read once, for all tests."""
    return yaml.safe_load(DOCUMENT.read_text("utf-8"))


def operations() -> Iterator[Operation]:
    """All operations of the document."""
    for path, item in document()["paths"].items():
        for method in sorted(_METHODS & set(item)):
            definition = item[method]
            security = (definition["security"] or [{}])[0]  # a person's; the other is an API key
            yield Operation(definition["operationId"], method.upper(), path, tuple(security), definition)


OPERATIONS: Final = tuple(operations())
