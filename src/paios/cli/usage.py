"""``paios usage``: what was used, what is left, and when there is more again."""

from collections.abc import Iterable
from typing import Any, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table

from paios.cli.client import Client
from paios.domain.budget import Counted, spoken
from paios.settings import read

_WHEN: Final = {"run": "this answer", "day": "today", "month": "this month"}


def usage(*, as_json: bool) -> None:
    """Print the usage of whoever signed this terminal in; an admin sees everybody's."""
    client = Client(read())
    client.resume()
    found = client.call("GET", "/usage")
    if as_json:
        typer.echo(orjson.dumps(found).decode())
        return
    console = Console()
    console.print(_table("You", found["budgets"], found["currency"]))
    for run in found["runs"]:
        console.print(_table(f"Answer {run['run_id']}", run["budgets"], found["currency"]))
    others = found["people"] if len(found["people"]) > 1 else ()
    for person in others:
        console.print(_table(person["name"], person["budgets"], found["currency"]))


def _table(title: str, lines: Iterable[Any], currency: str) -> Table:
    """What was used of each budget; what nobody used and nothing limits is left out."""
    table = Table("When", "Used", "Of", "Again", title=title, title_justify="left")
    for line in lines:
        if line["used"] or line["limit"] is not None:
            counted, limit = Counted(line["counted"]), line["limit"]
            most = "no limit" if limit is None else spoken(counted, limit, currency)
            again = line["free_at"][:10] if limit is not None and line["free_at"] else ""
            table.add_row(_WHEN[line["scope"]], spoken(counted, line["used"], currency), most, again)
    return table
