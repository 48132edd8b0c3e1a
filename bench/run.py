"""The whole benchmark: shares the cases among workers, collects their records, prints the table."""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.installation import PYTHON, ROOT, BenchmarkError
from bench.suites import Case, cases, plain_cases
from bench.table import Record, table
from bench.trial import Setting
from bench.worker import Work

_SAMPLE: Final = 20241122
_LINE_LIMIT: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class Plan:
    """What to run. ``pairs`` takes a sample of that size of each suite; ``None`` takes all."""

    suites: Sequence[str]
    settings: Sequence[Setting]
    pairs: int | None = None
    user: str | None = None
    injection: str | None = None

    def cases_of(self, suite: str) -> list[Case]:
        attacked = [case for case in cases(suite) if self._meant(case)]
        if self.pairs is not None and self.pairs < len(attacked):
            attacked = random.Random(_SAMPLE).sample(attacked, self.pairs)  # noqa: S311 - to be the same again
        plain = [] if self.injection else [case for case in plain_cases(suite) if self._meant(case)]
        return plain + attacked

    def _meant(self, case: Case) -> bool:
        if self.user is not None and case.user != self.user:
            return False
        return self.injection is None or case.injection == self.injection


def settings_of(modes: Sequence[str], approvers: Sequence[str], strict: Sequence[bool]) -> Iterator[Setting]:
    """The settings of the table: strict mode is measured with the person for whom it is made."""
    for mode in modes:
        for approver in approvers:
            for is_strict in strict or ((False, True) if approver == "tired" else (False,)):
                yield Setting(mode, is_strict, approver)


@dataclass
class Progress:
    """The line that says how far it is."""

    total: int
    begun: float = field(default_factory=time.monotonic)
    done: int = 0

    def tell(self) -> None:
        self.done += 1
        seconds = time.monotonic() - self.begun
        if sys.stderr.isatty() or self.done % 200 == 0 or self.done == self.total:
            left = seconds / self.done * (self.total - self.done)
            line = f"{self.done} of {self.total} runs, {seconds:.0f} s, {left:.0f} s to go"
            print(f"\r{line:<60}", end="" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


async def run(plan: Plan, workers: int, file: Path) -> list[Record]:
    """Run the plan with so many workers at once. Each record is in ``file`` as soon as it is there.

    Raises:
        BenchmarkError: there is no paios to test, or a worker broke.
    """
    if not PYTHON.exists():
        raise BenchmarkError("paios is not set up here: make bench-security does it.")
    shares = [(suite, _shares(plan.cases_of(suite), workers)) for suite in plan.suites]
    work = [[Work(suite, share, plan.settings) for share in parts if share] for suite, parts in shares]
    progress = Progress(sum(one.size for parts in work for one in parts))
    records: list[Record] = []
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as kept:

        def keep(line: str) -> None:
            records.append(json.loads(line))
            kept.write(line)
            kept.flush()
            progress.tell()

        for parts in work:
            await asyncio.gather(*(_worked(one, keep) for one in parts))
    print(file=sys.stderr)
    return records


def report(records: Sequence[Record], suites: Sequence[str]) -> str:
    """The table of each suite, and of all together."""
    parts = [table([record for record in records if record["suite"] == suite], suite) for suite in suites]
    if len(suites) > 1:
        parts.append(table(records, "together"))
    return "\n\n".join(parts)


def load(file: Path) -> list[Record]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _shares(todo: Sequence[Case], workers: int) -> list[list[Case]]:
    return [list(todo[first::workers]) for first in range(workers)]


async def _worked(work: Work, keep: Callable[[str], None]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench", "worker",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, limit=_LINE_LIMIT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(work.to_json().encode())
    process.stdin.close()
    try:
        async for line in process.stdout:
            keep(line.decode())
        if await process.wait():
            raise BenchmarkError(f"A worker on {work.suite} broke.")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
