"""A client of the published interface: what the web app can do, a terminal can."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import httpx2
import orjson

from paios import __version__
from paios.cli.alone import announced
from paios.domain.errors import PaiosError, StepUpError, UnauthenticatedError, UnavailableError, error_of
from paios.drivers.private_files import SecretFolder
from paios.settings import Settings

_COOKIE: Final = "paios_session"
_STORED: Final = "cli.session"
_SECONDS: Final = 30.0


class Client:
    """Speaks to the server of this data folder as the person who signed this terminal in.

    Before each request it looks that this server runs: while it does not, anybody
    on this machine can listen on its port, for a password or the session.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secrets = SecretFolder(settings.home)
        self._http = httpx2.Client(
            base_url=f"http://{settings.listening}/api/v1",
            headers={"user-agent": f"paios-cli/{__version__}"},
            timeout=_SECONDS,
            trust_env=False,
            event_hooks={"request": [self._require_server]},
        )
        self._csrf = ""

    def resume(self) -> None:
        """Take up the stored session. Raises ``UnauthenticatedError`` where there is none or it has ended."""
        stored = self._secrets.get(_STORED)
        if stored is None:
            raise UnauthenticatedError("This terminal is not signed in. Run: paios login")
        self._http.cookies.set(_COOKIE, stored)
        self._csrf = self.call("GET", "/session")["csrf"]

    def sign_in(self, name: str, password: str, ask: Callable[[Sequence[str]], str]) -> None:
        """Sign in and keep the session in the data folder, mode 0600.

        ``ask`` is told in which ways a second factor can be shown, where one is wanted, and returns a code.
        """
        answer = self.call("POST", "/session", {"name": name, "password": password})
        if "ticket" in answer:
            proof = {"ticket": answer["ticket"], "code": ask(answer["ways"])}
            answer = self.call("POST", "/session/proof", proof)
        self._csrf = answer["csrf"]
        self._secrets.put(_STORED, self._http.cookies[_COOKIE])

    def sign_out(self) -> None:
        """End the session, and forget it."""
        self.call("DELETE", "/session")
        self._secrets.put(_STORED, None)

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One operation. Raises the ``PaiosError`` that the problem's code stands for."""
        try:
            response = self._http.request(method, path, json=body, headers=self._headers(method))
        except httpx2.TransportError as error:
            raise _unreachable() from error
        if response.is_error:
            raise _problem(response)
        return response.json() if response.content else None

    def call_proved(
        self,
        ask: Callable[[Sequence[str]], str],
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        """As ``call``, after a proof of who this is where one is wanted first; ``ask`` as in ``prove``."""
        try:
            return self.call(method, path, body)
        except StepUpError:
            self.prove(ask)
            return self.call(method, path, body)

    def prove(self, ask: Callable[[Sequence[str]], str]) -> None:
        """Prove once more who this is, for what wants that. ``ask`` returns a code, or the password."""
        ways = self.call("POST", "/account/step-up", {})["ways"]
        shown = ask(ways)
        self.call("PUT", "/account/step-up", {"password" if "password" in ways else "code": shown})

    @contextmanager
    def events(self, path: str) -> Iterator[Iterator[tuple[str, Any]]]:
        """The server-sent events of a stream, as name and data, until it ends."""
        try:
            with self._http.stream("GET", path, timeout=httpx2.Timeout(_SECONDS, read=60.0)) as response:
                if response.is_error:
                    response.read()
                    raise _problem(response)
                yield _parsed(response.iter_lines())
        except httpx2.TransportError as error:
            raise _unreachable() from error

    def _require_server(self, _request: httpx2.Request) -> None:
        where = announced(self._settings.home)
        if not where:
            raise _unreachable()
        if where != self._settings.listening:
            raise UnavailableError(f"paios runs here at {where}: set PAIOS_HOST and PAIOS_PORT so.")

    def _headers(self, method: str) -> dict[str, str]:
        return {"X-CSRF-Token": self._csrf} if method != "GET" and self._csrf else {}


def _parsed(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    event, data = "", ""
    for line in lines:
        if not line and data:
            yield event, orjson.loads(data)
            event, data = "", ""
        elif line.startswith("event: "):
            event = line[len("event: ") :]
        elif line.startswith("data: "):
            data += line[len("data: ") :]


def _unreachable() -> UnavailableError:
    return UnavailableError("paios is not running here. Start it with: paios serve")


def _problem(response: httpx2.Response) -> PaiosError:
    try:
        problem = response.json()
        return error_of(problem["code"], problem.get("detail") or problem["title"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return UnavailableError(f"The server answered with status {response.status_code}.")
