"""Validated requests through the spec-first router against bare Starlette, interleaved in one run.

``python -m tests.bench.bench_router`` prints CPU microseconds a request and the
ratio of throughputs; at least 0.70 is the goal. Both applications are called in
process over ASGI, so that neither server nor client is measured. Bare Starlette
parses and serialises the same JSON and checks nothing. The figures called
"guarded" have the edge guard (Host, Origin, security headers) around the router.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Scope

from paios.domain.principal import Adapter, Kind, Principal, Role
from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import Reply, ValidatedRequest
from paios.gateway.web.guards import EdgeGuard
from paios.gateway.web.router import build_router

ROUNDS = 15
CALLS = 1000
ID = "c0ffee00-0000-4000-8000-000000000000"
NOTE = {
    "id": ID,
    "path": "house/boiler.md",
    "title": "The boiler: what we decided",
    "author": "Ada",
    "size": 1834,
    "score": 0.75,
    "pinned": True,
    "parent": None,
    "tags": ["house", "heating", "2026"],
    "changed": "2026-11-22T10:00:00Z",
    "excerpt": "We keep the old boiler for one more winter and ask for three offers in spring. " * 2,
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "bench", "version": "1"},
    "servers": [{"url": "/api/v1"}],
    "security": [{"session": []}],
    "components": {
        "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "session"}},
        "schemas": {
            "Id": {
                "type": "string",
                "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
            },
            "Problem": {"type": "object", "required": ["type", "title", "status", "detail", "code"]},
            "Note": {
                "type": "object",
                "additionalProperties": False,
                "required": list(NOTE),
                "properties": {
                    "id": {"$ref": "#/components/schemas/Id"},
                    "path": {"type": "string", "format": "vault-path", "maxLength": 1024},
                    "title": {"type": "string", "minLength": 1, "maxLength": 200},
                    "author": {"type": "string", "pattern": "^[^<>]{1,100}$"},
                    "size": {"type": "integer", "minimum": 0},
                    "score": {"type": "number", "minimum": 0, "maximum": 1},
                    "pinned": {"type": "boolean"},
                    "parent": {"anyOf": [{"$ref": "#/components/schemas/Id"}, {"type": "null"}]},
                    "tags": {"type": "array", "maxItems": 20, "items": {"type": "string", "maxLength": 50}},
                    "changed": {"type": "string", "format": "date-time"},
                    "excerpt": {"type": "string", "maxLength": 1000},
                },
            },
        },
        "responses": {
            "Note": {
                "description": "a note",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}},
            },
            "Problem": {
                "description": "what went wrong",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    },
    "paths": {
        "/notes/{id}": {
            "get": {
                "operationId": "getNote",
                "x-permission": "notes:read",
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"$ref": "#/components/schemas/Id"},
                    }
                ],
                "responses": {
                    "200": {"$ref": "#/components/responses/Note"},
                    "default": {"$ref": "#/components/responses/Problem"},
                },
            }
        },
        "/notes": {
            "post": {
                "operationId": "addNote",
                "x-permission": "notes:write",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}},
                },
                "responses": {
                    "201": {"$ref": "#/components/responses/Note"},
                    "default": {"$ref": "#/components/responses/Problem"},
                },
            }
        },
    },
}


@dataclass(frozen=True)
class Asker:
    """Somebody who may do both."""

    principal: Principal


def bare() -> ASGIApp:
    """What one would write in plain Starlette: no check of anything."""

    async def get_note(request: Request) -> Response:
        return Response(
            orjson.dumps({**NOTE, "id": request.path_params["id"]}), media_type="application/json"
        )

    async def add_note(request: Request) -> Response:
        note = orjson.loads(await request.body())
        return Response(orjson.dumps(note), 201, media_type="application/json")

    return Starlette(
        routes=[
            Route("/api/v1/notes/{id}", get_note, methods=["GET"]),
            Route("/api/v1/notes", add_note, methods=["POST"]),
        ]
    )


def validated() -> ASGIApp:
    """The same two operations through the contract."""

    async def get_note(request: ValidatedRequest) -> Reply:
        return Reply(200, {**NOTE, "id": request.path["id"]})

    async def add_note(request: ValidatedRequest) -> Reply:
        return Reply(201, request.body)

    ada = Principal("ada", "Ada", Role.ADMIN, Kind.USER, Adapter.WEB, interactive=True)

    async def session(connection: HTTPConnection) -> Asker | None:
        return Asker(ada) if connection.headers.get("cookie") == "session=abc" else None

    contract = Contract.parse(orjson.dumps(DOCUMENT))
    return build_router(contract, {"getNote": get_note, "addNote": add_note}, {"session": session})


def caller(app: ASGIApp, method: str, path: str, body: bytes) -> Callable[[], Awaitable[int]]:
    """A coroutine function that makes one request as uvicorn would hand it over."""
    headers = [
        (b"host", b"localhost:3080"),
        (b"user-agent", b"bench"),
        (b"accept", b"application/json"),
        (b"origin", b"http://localhost:3080"),
        (b"cookie", b"session=abc"),
    ]
    if body:
        headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]

    async def call() -> int:
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 3080),
            "state": {},
        }
        status = 0

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)

        await app(scope, receive, send)
        return status

    return call


async def measure(calls: list[Callable[[], Awaitable[int]]]) -> list[float]:
    """Median CPU microseconds of each call, the calls taking turns."""
    for call in calls:
        assert await call() in {200, 201}
    samples: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, sample in zip(calls, samples, strict=True):
            start = time.process_time()
            for _ in range(CALLS):
                await call()
            sample.append((time.process_time() - start) / CALLS * 1e6)
    return [statistics.median(sample) for sample in samples]


async def run() -> bool:
    """Print a line for each figure; whether all reach the goal."""
    router = validated()
    guarded = EdgeGuard(router, hosts={"localhost:3080"}, origins={"http://localhost:3080"})
    plain = bare()
    reached = True
    for method, path, body in (
        ("GET", f"/api/v1/notes/{ID}", b""),
        ("POST", "/api/v1/notes", orjson.dumps(NOTE)),
    ):
        base, ours, edge = await measure(
            [caller(app, method, path, body) for app in (plain, router, guarded)]
        )
        for name, cost in (("router", ours), ("guarded", edge)):
            print(f"{name} {method} {cost:.1f} µs, bare Starlette {base:.1f} µs, ratio {base / cost:.2f}")
        reached = reached and base / ours >= 0.70
    return reached


if __name__ == "__main__":
    raise SystemExit(0 if asyncio.run(run()) else 1)
