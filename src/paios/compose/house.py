"""A whole paios, wired and running."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from anyio import to_thread
from starlette.types import ASGIApp

import paios
from paios.compose.doors import web_ports
from paios.compose.parts import Parts
from paios.compose.stores import Stores, opened_stores
from paios.domain.errors import PaiosError
from paios.gateway.web.app import build_app
from paios.gateway.web.contract import Contract
from paios.logs import hiding
from paios.openapi import DOCUMENT
from paios.ports.acting import SERVER, acting_for
from paios.settings import Settings

_WEBAPP: Final = Path(paios.__file__).parent / "webapp"


@cache
def _contract() -> Contract:
    return Contract.parse(DOCUMENT.read_bytes())


@dataclass(frozen=True, slots=True)
class House:
    """A whole paios, ready to be served. ``setup_code`` is None once there is an account."""

    app: ASGIApp
    setup_code: str | None = field(repr=False)
    stores: Stores


@asynccontextmanager
async def opened_house(settings: Settings) -> AsyncIterator[House]:
    """Everything wired and running; stopped in order at the end.

    Errors as ``opened_stores``, and ``LockedError`` where the credentials do not
    open: a server that cannot read them cannot look for them either (K4).
    """
    async with opened_stores(settings) as stores:
        await to_thread.run_sync(stores.credentials.unlock)
        parts = Parts(settings, stores)
        with hiding(parts.scan.masked):
            async with _running(settings, parts) as house:
                yield house


@asynccontextmanager
async def _running(settings: Settings, parts: Parts) -> AsyncIterator[House]:
    stores = parts.stores
    first_run = not await stores.accounts.any()
    with acting_for(SERVER):
        await parts.move_in()
        parts.reconnect()
        await parts.shelves.tidy()
        await parts.tool_servers.start()
        await parts.engine.start()
    parts.upkeep.start()
    parts.follower.start()
    try:
        app = build_app(_contract(), web_ports(parts), _WEBAPP, settings.hosts)
        yield House(app, parts.setup.code if first_run else None, stores)
    finally:
        await parts.close()
        with suppress(PaiosError):
            await to_thread.run_sync(stores.credentials.remember_uses)
