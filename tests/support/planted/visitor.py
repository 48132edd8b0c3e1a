"""Owns: a client of the published API that keeps every answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Self

import httpx2
from tests.support.planted.plants import Plants

COOKIE: Final = "paios_session"


@dataclass(frozen=True)
class Answer:
    """One answer, head and body. ``tells`` are the plants that this one answer is there to tell."""

    asked: str
    content: bytes
    tells: frozenset[str] = frozenset()


@dataclass
class Visitor:
    """Somebody at the API, on a connection of their own."""

    url: str
    plants: Plants
    answers: list[Answer] = field(default_factory=list)
    csrf: str = ""

    def __post_init__(self) -> None:
        self.http = httpx2.Client(base_url=self.url, timeout=30.0, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def another(self) -> "Visitor":
        """Somebody else, whose answers are kept in the same place."""
        return Visitor(self.url, self.plants, self.answers)

    def send(
        self, method: str, path: str, body: Any = None, tells: Iterable[str] = (), **options: Any
    ) -> httpx2.Response:
        """One request, whatever comes back."""
        headers = ({"X-CSRF-Token": self.csrf} if self.csrf else {}) | options.pop("headers", {})
        if body is not None:
            options["json"] = body
        answer = self.http.request(method, f"/api/v1{path}", headers=headers, **options)
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.multi_items())
        self.answers.append(
            Answer(f"{method} {path}", head.encode() + b"\n\n" + answer.content, frozenset(tells))
        )
        return answer

    def do(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """One request that must succeed."""
        answer = self.send(method, path, body, **options)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, body: Any = None, **options: Any) -> str:
        """The code of a request that must be refused."""
        answer = self.send(method, path, body, **options)
        assert answer.is_error, f"{method} {path}: {answer.text}"
        return f"{answer.status_code} {answer.json()['code']}"

    def begin(self, who: str, method: str, path: str, body: Any, **options: Any) -> Self:
        """A request that signs in. What it tells is planted: cookie, CSRF value, device's mark."""
        names = [f"session cookie of {who}", f"CSRF value of {who}", f"device cookie of {who}"]
        csrf = self.do(method, path, body, tells=names, **options)["csrf"]
        cookie = self.http.cookies[COOKIE] or ""
        device = next(value for name, value in self.http.cookies.items() if name != COOKIE) or ""
        self.plants.found(names[0], cookie, cookie.partition(".")[0])
        self.plants.found(names[1], csrf)
        self.plants.found(names[2], device, max(device.split("."), key=len))
        self.csrf = csrf
        again = self.do("GET", "/session", tells=[names[1]])
        for each in names:
            self.plants.arrived(each, again["user"]["name"])
        return self
