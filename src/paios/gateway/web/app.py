"""The web adapter as one ASGI application: the operations, their docs, and the web app's files (A1)."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from paios.domain.errors import NotFoundError
from paios.gateway.web.contract import Contract
from paios.gateway.web.docs import docs_routes
from paios.gateway.web.guards import EdgeGuard
from paios.gateway.web.handlers import handlers_for
from paios.gateway.web.problems import describe, send_problem
from paios.gateway.web.router import build_router

_NONCE_PLACE: Final = "__CSP_NONCE__"
_NOT_BUILT: Final = "The web app is not built. Run “make run”, or use the API under /api/v1."
_A_YEAR: Final = "public, max-age=31536000, immutable"


def build_app(
    contract: Contract,
    ports: Mapping[str, object],
    webapp: Path,
    hosts: Collection[str],
) -> ASGIApp:
    """The application that a server runs.

    ``ports`` are those that ``gateway.routing`` hands to the web; ``webapp`` is
    the folder of the built web app; ``hosts`` are the names that the server
    answers to. Raises ``BindingError`` when handlers and contract differ.
    """
    handlers, credentials = handlers_for(ports)
    api = build_router(contract, handlers, credentials.checks(), credentials.ended)
    pages = ExceptionMiddleware(
        Router(
            [
                *docs_routes(contract.document, webapp / "docs", contract.prefix),
                Mount("/assets", _Assets(directory=webapp / "assets", check_dir=False)),
                *(Route(f"/{name}", _file(webapp / name)) for name in _top_files(webapp)),
                Route("/{rest:path}", _page(webapp / "index.html")),
            ]
        )
    )
    documented = {f"{contract.prefix}/{name}" for name in ("ui", "openapi.json")}

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if path.startswith(contract.prefix + "/") and not _is_docs(path, documented):
            await api(scope, receive, send)
        elif path.startswith("/api/") and not _is_docs(path, documented):
            await send_problem(
                describe(NotFoundError("There is nothing at this address.")), scope, receive, send
            )
        else:
            await pages(scope, receive, send)

    return EdgeGuard(application, hosts=hosts, origins={f"http://{host}" for host in hosts})


class _Assets(StaticFiles):
    """Built files whose names carry their hash: they never change."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # handed on
        response.headers["Cache-Control"] = _A_YEAR
        return response


def _is_docs(path: str, documented: Collection[str]) -> bool:
    return any(path == place or path.startswith(place + "/") for place in documented)


def _top_files(webapp: Path) -> list[str]:
    if not webapp.is_dir():
        return []
    return [each.name for each in webapp.iterdir() if each.is_file() and each.name != "index.html"]


def _file(path: Path) -> ASGIApp:
    """A file at the top of the site; its name has no hash, so a browser asks whether it is still the same."""
    files = StaticFiles(directory=path.parent)

    async def serve(request: Request) -> Response:
        response = await files.get_response(path.name, request.scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    return serve  # type: ignore[return-value]  # an ASGI app


def _page(index: Path) -> ASGIApp:
    """The web app's one page, for every address that is its own to read, with the response's nonce."""
    html = index.read_text("utf-8") if index.is_file() else None

    async def serve(request: Request) -> Response:
        if html is None:
            return PlainTextResponse(_NOT_BUILT, status_code=503)
        nonce = request.scope["state"]["csp_nonce"]
        return Response(
            html.replace(_NONCE_PLACE, nonce), media_type="text/html", headers={"Cache-Control": "no-cache"}
        )

    return serve  # type: ignore[return-value]  # an ASGI app
