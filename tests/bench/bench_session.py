"""What it costs to know who asks: a session's cookie read, looked up in the database and judged (U2).

The clock's time, over an encrypted database with many sessions in it. ``python -m tests.bench.bench_session``
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, cast

from tests.support.house import make_vault, served, settings_in
from tests.support.people import somebody
from tests.support.scripted_model import ScriptedModel, by_words
from tests.support.turns import Text

from paios.compose.doors import web_ports
from paios.compose.parts import Parts
from paios.gateway import routing
from paios.ports.capabilities import SessionConfig

SESSIONS: Final = 200
CHECKS: Final = 3_000
TARGET: Final = 200.0
"""Microseconds, the median."""


async def measured(folder: Path) -> list[float]:
    with ScriptedModel(by_words([], [Text("Hello.")])) as model:
        async with served(settings_in(folder), make_vault(folder / "notes")) as paios:
            await paios.set_up(model)
            olga = await somebody(paios, "Olga")
            shown = [(await olga.headers())["Cookie"].partition("=")[2] for _ in range(SESSIONS)]
            ports = web_ports(Parts(paios.settings, paios.house.stores))
            desk = cast("SessionConfig", ports[routing.SESSION_CONFIG])
            taken = []
            for number in range(CHECKS):
                began = time.perf_counter()
                await desk.recognise(shown[number % SESSIONS])
                taken.append((time.perf_counter() - began) * 1e6)
            return taken


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measured(Path(folder)))
    median, most = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    print(f"session check: median {median:.0f} us   (99 % within {most:.0f} us; wanted: {TARGET:g})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
