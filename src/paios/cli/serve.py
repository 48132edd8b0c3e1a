"""``paios serve``: one server, on loopback, for one data folder."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Final

import typer
import uvicorn

from paios.cli.alone import announce, only_server
from paios.cli.passwords import given_password
from paios.cli.safety import DATABASE_KEY
from paios.compose.house import opened_house
from paios.compose.locks import database_form
from paios.domain.errors import StorageError, UnavailableError
from paios.drivers.sql.files import Form
from paios.logs import set_up
from paios.settings import Settings, read

_GRACE_SECONDS: Final = 2


def serve() -> None:
    """Serve until interrupted. Raises ``UnavailableError`` when another server is in the way."""
    settings = given_password(read())
    set_up(settings.log_level)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    # uvicorn stops on SIGTERM and then raises it anew: by default that would end the process
    # before runs are dropped, the chain's end signed and the database closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        only_server(settings.home) as held,
        _listening(settings) as sockets,
        contextlib.suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=_loop_factory()) as runner,
    ):
        announce(held, settings.listening)
        runner.run(_serve(settings, sockets))


async def _serve(settings: Settings, sockets: list[socket.socket]) -> None:
    new = database_form(settings) is Form.NONE
    async with opened_house(settings) as house:
        config = uvicorn.Config(
            house.app,
            http="httptools",
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        typer.echo(f"paios is running at {settings.address}  (stop it with Ctrl+C)")
        if new and (source := house.stores.credentials.source()) is not None:
            typer.echo(f"The database is encrypted. {DATABASE_KEY[source]}")
        if house.setup_code is not None:
            typer.echo(f"Set it up: {settings.address}/setup#code={house.setup_code}")
        # It closes what it is given before the house is closed: with these of its own nobody else can
        # take the port while this process still is the server that was announced.
        await uvicorn.Server(config).serve(sockets=[each.dup() for each in sockets])


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[list[socket.socket]]:
    """Sockets on the port, IPv4 and where there is one IPv6: "localhost" may mean either."""
    hosts = ["127.0.0.1", "::1"] if settings.host == "127.0.0.1" else [settings.host]
    with contextlib.ExitStack() as stack:
        sockets = []
        for host in hosts:
            try:
                sockets.append(stack.enter_context(_bound(host, settings.port)))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise UnavailableError(
                        f"Port {settings.port} is taken. Stop what uses it, or set PAIOS_PORT to another."
                    ) from error
                if host != "::1":
                    raise StorageError(f"Cannot listen on {host}.") from error
        yield sockets


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(128)
    except OSError:
        bound.close()
        raise
    return bound


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
