"""Generated requests against a running server: whatever it is sent, it answers as the document says (A3).

Left out are the three operations that are no finite HTTP exchange: ``stream_run`` and ``stream_events``
(server-sent events without an end) and ``open_run_socket`` (WebSocket). ``tests/services/test_chat.py``
reads those. Everything else is called, with valid and with invalid requests.
"""

import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.support.contract import OPERATIONS, Operation, document
from tests.support.house import NAME, PASSWORD, Stage
from tests.support.process import Installation, Server
from tests.support.scripted_model import Calls, ScriptedModel, Text

pytestmark = [pytest.mark.slow, pytest.mark.requirement("A3", "A10", "A11")]

ENDLESS: Final = {"stream_run", "stream_events", "open_run_socket"}
CALLED: Final = [operation for operation in OPERATIONS if operation.id not in ENDLESS]
TAKING: Final = [each for each in CALLED if each.definition.get("parameters") or each.places or each.body]
SLOW: Final = {"sign_in", "find_models", "verify_audit"}
"""A password's hash, a look at the ports, the whole chain: fewer of these."""

FRESH: Final = 200.0
"""So many seconds a session is taken for proved; what else renewing takes is part of the five minutes."""

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def without_security() -> Any:
    """The document as if nobody had to sign in: what is to be invalid is data, not the session."""
    bare = deepcopy(document())
    del bare["components"]["securitySchemes"]
    for operation in (each for item in bare["paths"].values() for each in item.values()):
        if isinstance(operation, dict):
            operation.pop("security", None)
    return bare


SCHEMA: Final = schemathesis.openapi.from_dict(document())
BARE: Final = schemathesis.openapi.from_dict(without_security())
BOUNDED: Final[dict[str, Any]] = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@dataclass
class Caller:
    """Somebody signed in, who knows one of everything; ``used`` says that some of it may be gone."""

    url: str
    http: httpx2.Client
    model: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    used: bool = True
    proved_at: float = 0.0

    def headers(self) -> dict[str, str]:
        return {
            "X-CSRF-Token": self.http.headers["X-CSRF-Token"],
            "Cookie": f"paios_session={self.http.cookies['paios_session']}",
        }

    def sign_in(self) -> None:
        self.http.cookies.clear()
        answer = self.http.post("/session", json={"name": NAME, "password": PASSWORD}).raise_for_status()
        self.http.headers["X-CSRF-Token"] = answer.json()["csrf"]
        self.proved_at = time.monotonic()

    def do(self, method: str, path: str, body: Any = None) -> Any:
        return self.http.request(method, path, json=body).raise_for_status().json()

    def renew(self) -> None:
        """A new run that waits, a new rule, a note in the trash, where operations may have ended others."""
        if not self.used:
            return
        self.used = False
        if time.monotonic() - self.proved_at > FRESH or self.http.get("/session").is_error:
            self.sign_in()
        self.do("POST", "/resume")
        self.do("PATCH", "/defences", {"validation": "off", "screening": "off"})
        self.do("PUT", "/caution", {"mode": "ask", "strict": False})
        self.do("PUT", f"/limits/{self.do('GET', '/session')['user']['id']}", {})
        limits = self.do("GET", "/limits")
        self.do("PATCH", "/limits", {name: dict.fromkeys(limits[name]) for name in ("run", "day", "month")})
        self.do("PUT", "/model", self.model)
        for rule in self.do("GET", "/rules")["items"]:
            self.http.delete(f"/rules/{rule['id']}").raise_for_status()
        self.do("PATCH", "/settings", {"concurrent_runs": 3, "tool_calls_per_run": 20})
        conversation = self.do("POST", "/conversations")["id"]
        run = self.do("POST", f"/conversations/{conversation}/messages", {"text": "go"})["run"]
        while run["state"] in ("queued", "running"):
            time.sleep(0.02)
            run = self.do("GET", f"/runs/{run['id']}")
        listed, written = run["steps"]
        rule = self.do("POST", "/rules", {"verdict": "deny", "tool": "vault_move"})
        entry = self.do("POST", "/whitelists", {"kind": "folder", "value": conversation})
        path = f"Trash {conversation}.md"
        self.do("PUT", "/notes/item", {"path": path, "text": "x", "expected": None})
        trashed = self.do("DELETE", f"/notes/item?path={path}")
        for server in self.do("GET", "/tool-servers")["items"]:
            self.http.delete(f"/tool-servers/{server['id']}").raise_for_status()
        nobody = {"kind": "http", "url": "http://127.0.0.1:9/mcp"}
        server = self.do("POST", "/tool-servers", {"name": "nobody", "transport": nobody})
        for key in self.do("GET", "/keys?limit=200")["items"]:
            if key["revoked_at"] is None:
                self.http.delete(f"/keys/{key['id']}").raise_for_status()
        made = self.do("POST", "/keys", {"name": "x", "permissions": ["notes:read"], "days": 1})
        self.ids = {
            "key_id": made["key"]["id"],
            "server_id": server["id"],
            "tool": "do",
            "user_id": self.do("GET", "/session")["user"]["id"],
            "conversation_id": conversation,
            "run_id": run["id"],
            "step_id": listed["id"],
            "approval_id": written["approval"]["id"],
            "rule_id": rule["id"],
            "entry_id": entry["id"],
            "trash_id": trashed["id"],
            "invite_id": str(uuid4()),
            "session_id": str(uuid4()),
            "passkey_id": str(uuid4()),
            "credential": "not-there",
        }


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    stage = Stage()
    write = {"path": "Asked.md", "content": "x", "mode": "create"}
    stage.play("", Calls([("vault_list", {}), ("vault_write", write)]), Text("Done."))
    installation = Installation(tmp_path_factory.mktemp("conformance"))
    with ScriptedModel(stage) as model:
        installation.init(model)
        with (
            Server(installation),
            httpx2.Client(base_url=f"http://127.0.0.1:{installation.port}/api/v1", timeout=30.0) as http,
        ):
            choice = {"kind": "openai", "url": model.url, "model": "scripted"}
            made = Caller(f"http://127.0.0.1:{installation.port}/api/v1", http, choice)
            made.sign_in()
            yield made
        assert "Traceback" not in installation.log.read_text()


def _as_a_person(case: Any) -> None:
    """Without the API key that was generated too: two credentials in one request are refused."""
    if case.headers:
        case.headers.pop("X-API-Key", None)


def example_count(operation: Operation, most: int) -> int:
    return 4 if operation.id in SLOW else most


@pytest.mark.parametrize("operation", CALLED, ids=lambda operation: operation.id)
def test_valid_requests_are_answered_as_the_document_says(caller: Caller, operation: Operation) -> None:
    caller.renew()
    caller.used = operation.method.upper() != "GET"
    definition = SCHEMA[operation.path][operation.method]
    strategy = definition.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    known = iter(range(10**9))

    @seed(20261122)
    @settings(max_examples=example_count(operation, 6), **BOUNDED)
    @given(case=strategy)
    def check(case: Any) -> None:
        _as_a_person(case)
        if operation.places and next(known) % 2 == 0:
            case.path_parameters = {name: caller.ids[name] for name in operation.places}
        answer = case.call(base_url=caller.url, headers=caller.headers())
        case.validate_response(answer, checks=CHECKS)

    check()


@pytest.mark.parametrize("operation", TAKING, ids=lambda operation: operation.id)
def test_invalid_requests_are_refused_as_the_document_says(caller: Caller, operation: Operation) -> None:
    caller.renew()
    definition = BARE[operation.path][operation.method]
    strategy = definition.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @seed(20261122)
    @settings(max_examples=example_count(operation, 8), **BOUNDED)
    @given(case=strategy)
    def check(case: Any) -> None:
        _as_a_person(case)
        answer = case.call(base_url=caller.url, headers=caller.headers())
        case.validate_response(answer, checks=[*CHECKS, negative_data_rejection])

    check()
