"""Owns the interactive documentation at ``/api/v1/ui`` and the published document (A1, A10).

Everything is served from this machine and fits the CSP of F1: no inline script,
nothing fetched from elsewhere. Reading the contract needs no account; trying an
operation in it does, as anywhere else.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

_PAGES: Final = Path(__file__).parent / "docs"
_ASSETS: Final[Mapping[str, str]] = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
}


def docs_routes(document: Mapping[str, Any], assets: Path, prefix: str) -> list[Route]:
    """Routes for the docs page, its two assets and the document.

    ``assets`` is the folder into which the build copies Swagger UI; where it is
    missing, the page still links to the document. ``prefix`` is the contract's.
    """
    published = orjson.dumps(dict(document), option=orjson.OPT_INDENT_2)
    page = (_PAGES / "index.html").read_bytes()
    script = (_PAGES / "init.js").read_bytes()
    routes = [
        _fixed(f"{prefix}/openapi.json", published, "application/json"),
        _fixed(f"{prefix}/ui", page, "text/html"),
        _fixed(f"{prefix}/ui/init.js", script, "text/javascript"),
    ]
    routes += [
        _file(f"{prefix}/ui/{name}", assets / name, media)
        for name, media in _ASSETS.items()
        if (assets / name).is_file()
    ]
    return routes


def _fixed(path: str, content: bytes, media: str) -> Route:
    async def serve(_: Request) -> Response:
        return Response(content, media_type=media)

    return Route(path, serve, methods=["GET"])


def _file(path: str, source: Path, media: str) -> Route:
    async def serve(_: Request) -> Response:
        return FileResponse(source, media_type=media)

    return Route(path, serve, methods=["GET"])
