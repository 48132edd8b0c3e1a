"""``paios audit verify``: reads the database itself, so it needs no server and trusts none."""

import asyncio

import orjson
import typer

from paios.cli.passwords import given_password
from paios.compose.stores import opened_stores
from paios.domain.audit import Finding
from paios.services.verifying import verified
from paios.settings import Settings, read


def verify(*, as_json: bool) -> None:
    """Check the chain, its checkpoints and the anchor; exit with 1 when anything is wrong."""
    records, findings = asyncio.run(_verified(given_password(read())))
    if as_json:
        found = [{"seq": each.seq, "what": each.what} for each in findings]
        report = {"whole": not found, "records": records, "findings": found}
        typer.echo(orjson.dumps(report).decode())
    else:
        for each in findings:
            typer.echo(f"record {each.seq}: {each.what}")
        typer.echo(f"{records} records: " + ("the chain is NOT whole" if findings else "the chain is whole"))
    if findings:
        raise typer.Exit(1)


async def _verified(settings: Settings) -> tuple[int, tuple[Finding, ...]]:
    async with opened_stores(settings, make=False) as stores:
        return await verified(stores.audit, stores.signer)
