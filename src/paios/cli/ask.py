"""``paios ask``: one question, its answer, and the approvals between."""

import sys
from typing import Any

import orjson
import typer

from paios.cli.card import answered, show
from paios.cli.client import Client
from paios.cli.passwords import read_code, read_secret
from paios.domain.errors import InvalidInputError, UnauthenticatedError
from paios.settings import read

_FAILED, _NOBODY = 1, 3


class Talk:
    """One run as it is told on a terminal, or silently for ``--json``."""

    def __init__(self, client: Client, *, quiet: bool) -> None:
        self._client = client
        self._quiet = quiet
        self._written = ""
        self._told: set[str] = set()
        self._asked: set[str] = set()
        self.unasked = False
        self.run: dict[str, Any] = {}

    def hear(self, event: str, data: dict[str, Any]) -> None:
        """Take one event of the run's stream."""
        if event == "run":
            self.run = data
            self._steps(data)
        elif event == "snapshot":
            self._write(data["text"].removeprefix(self._written))
        elif event == "text":
            self._write(data["text"])

    def end(self) -> None:
        """Tell what came out."""
        answer = self.run.get("answer")
        if self._quiet:
            typer.echo(orjson.dumps(_report(self.run, unasked=self.unasked)).decode())
            return
        if answer and not self._written.endswith(answer["text"]):
            self._write(answer["text"])
        typer.echo()
        for cited in (answer or {}).get("citations", ()):
            typer.echo(f"  [{cited['number']}] {cited['path']}, line {cited['first_line']}")
        if self.run.get("error"):
            typer.echo(f"paios: {self.run['error']['message']}", err=True)

    def _write(self, text: str) -> None:
        self._written += text
        if not self._quiet:
            typer.echo(text, nl=False)

    def _steps(self, run: dict[str, Any]) -> None:
        for step in run["steps"]:
            if step["state"] == "waiting" and step["approval"]:
                self._ask(step["approval"])
            elif step["summary"] and step["id"] not in self._told:
                self._told.add(step["id"])
                if not self._quiet:
                    self._break()
                    typer.secho(f"· {step['summary']}", dim=True, err=True)

    def _ask(self, approval: dict[str, Any]) -> None:
        """Put a question to whoever sits here; to nobody, and it is a no."""
        if approval["state"] != "pending" or approval["id"] in self._asked:
            return
        self._asked.add(approval["id"])
        if self._quiet or not (sys.stdin.isatty() and sys.stdout.isatty()):
            self.unasked = True
            answer = {"allow": False, "remember": "once"}
        else:
            self._break()
            show(approval)
            answer = answered(approval)
        body = {**answer, "fingerprint": approval["fingerprint"]}
        if answer["allow"] and approval["confirmation"] == "step_up":
            self._prove(approval, body)
            return
        self._client.call("POST", f"/approvals/{approval['id']}/answer", body)

    def _prove(self, approval: dict[str, Any], body: dict[str, Any]) -> None:
        """Say yes with a code. A wrong one is asked for again; the question stays open meanwhile."""
        ways = self._client.call("POST", "/account/step-up", {"approval_id": approval["id"]})["ways"]
        while True:
            proof = {"step_up": {"code": read_code(ways)}}
            try:
                self._client.call("POST", f"/approvals/{approval['id']}/answer", body | proof)
            except InvalidInputError as error:
                typer.echo(error.message, err=True)
            else:
                return

    def _break(self) -> None:
        if self._written and not self._written.endswith("\n"):
            typer.echo()
        self._written = ""


def ask(question: str, conversation: str | None, *, as_json: bool) -> None:
    """Ask, follow the answer, exit with what became of it."""
    text = sys.stdin.read() if question == "-" else question
    client = _signed_in()
    if conversation is None:
        conversation = client.call("POST", "/conversations")["id"]
    said = client.call("POST", f"/conversations/{conversation}/messages", {"text": text})
    talk = Talk(client, quiet=as_json)
    try:
        with client.events(f"/runs/{said['run']['id']}/events") as events:
            for event, data in events:
                talk.hear(event, data)
    except KeyboardInterrupt:
        talk.run = client.call("POST", f"/runs/{said['run']['id']}/stop")
    talk.end()
    if talk.unasked:
        raise typer.Exit(_NOBODY)
    if talk.run.get("state") != "done":
        raise typer.Exit(_FAILED)


def _signed_in() -> Client:
    """The client of this terminal; on a terminal that is not signed in, it asks."""
    client = Client(read())
    try:
        client.resume()
    except UnauthenticatedError:
        if not sys.stdin.isatty():
            raise
        name = typer.prompt("Name")
        client.sign_in(name, read_secret("Password", from_stdin=False), read_code)
    return client


def _report(run: dict[str, Any], *, unasked: bool) -> dict[str, Any]:
    answer = run.get("answer") or {}
    return {
        "state": run.get("state"),
        "answer": answer.get("text"),
        "citations": answer.get("citations", []),
        "steps": [
            {key: step[key] for key in ("tool", "arguments", "state", "summary")} for step in run["steps"]
        ],
        "error": run.get("error"),
        "denied_for_lack_of_terminal": unasked,
        "conversation_id": run.get("conversation_id"),
        "run_id": run.get("id"),
    }
