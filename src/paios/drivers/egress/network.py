"""Owns: resolving a name, judging every address, and connecting to the judged one.

The address that was checked is the address that is connected to, so a name
cannot change its mind in between. TLS is spoken to the name, by the caller.
"""

import socket
from collections.abc import Iterable
from typing import Any

import anyio
import httpcore2

from paios.drivers.egress.address import literal, reach_of
from paios.drivers.egress.origin import Origin


class RefusedAddressError(httpcore2.ConnectError):
    """The name resolves to a place it has no business with."""


class GuardedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects to the given origins and nowhere else."""

    def __init__(self, origins: Iterable[Origin]) -> None:
        self._origins = {(origin.host, origin.port): origin for origin in origins}
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        origin = self._origins.get((host.lower().removesuffix("."), port))
        if origin is None:
            raise RefusedAddressError("not a configured destination")
        failure: Exception = RefusedAddressError("no address")
        try:
            with anyio.fail_after(timeout):
                for address in await self._addresses(origin):
                    try:
                        return await self._sockets.connect_tcp(
                            address, port, timeout, local_address, socket_options
                        )
                    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                        failure = error
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout("timed out") from error
        raise failure

    async def _addresses(self, origin: Origin) -> tuple[str, ...]:
        """Every address of the name; one bad address among them refuses all."""
        try:
            found = await anyio.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore2.ConnectError("the name is not known") from error
        addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
        for text in addresses:
            address = literal(text)
            if address is None or not origin.admits(reach_of(address)):
                raise RefusedAddressError("the name leads to an address that is refused")
        return addresses

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
