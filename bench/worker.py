"""One worker: its own paios, tools and model; it reads cases from standard input and prints records.

Owns the life of what it starts. A case that breaks is told in its record; a worker that breaks ends.
"""

import asyncio
import contextlib
import json
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

from bench.environment import World
from bench.hijacked import MODEL, HijackedModel
from bench.installation import BenchmarkError, Installation, mcp_address, served
from bench.suites import Case
from bench.trial import Bench, Setting


@dataclass(frozen=True)
class Work:
    """Cases of one suite, each under the settings that apply to it."""

    suite: str
    cases: Sequence[Case]
    settings: Sequence[Setting]

    @property
    def size(self) -> int:
        return sum(setting.applies(case) for case in self.cases for setting in self.settings)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Work":
        told = json.loads(text)
        cases = [Case(**case) for case in told["cases"]]
        return cls(told["suite"], cases, [Setting(**setting) for setting in told["settings"]])


@asynccontextmanager
async def bench_for(suite: str) -> AsyncIterator[Bench]:
    """A paios of its own that has been given the suite's tools, in a temporary folder."""
    world, model = World(suite), HijackedModel()
    with tempfile.TemporaryDirectory(prefix="paios-bench-") as folder:
        async with served(world.server()) as tools, served(model.application()) as answers:
            house = await Installation(Path(folder)).start()
            try:
                await house.set_up(f"{answers}/v1", MODEL)
                await house.offer(world, mcp_address(tools))
                yield Bench(house, world, model)
            except BenchmarkError as error:
                raise BenchmarkError(f"{error}\n{house.last_words()}") from error
            finally:
                await house.stop()


async def work(todo: Work) -> None:
    """Do the work and print one record a line. What the package prints is no record."""
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        async with bench_for(todo.suite) as bench:
            for case, setting in product(todo.cases, todo.settings):
                if setting.applies(case):
                    print(json.dumps(await bench.run(case, setting)), file=out, flush=True)


async def _until_told(todo: Work) -> None:
    """Work, and when told to end, stop what was started first."""
    mine = asyncio.current_task()
    assert mine is not None
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, mine.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work(todo)


def main() -> int:
    asyncio.run(_until_told(Work.from_json(sys.stdin.read())))
    return 0
