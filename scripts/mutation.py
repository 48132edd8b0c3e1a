"""Runs `make mutation`: mutmut on `paios.domain` and `paios.guard`, then the figures of each.

Owns how a mutant meets its tests. mutmut makes the mutants and keeps the results: `mutmut results`,
`mutmut show NAME` and `mutmut browse` read what this leaves in `mutants/`. Must not change a file
outside of it.

    mutation.py             every mutant that has no result yet
    mutation.py NAME ...    these again, after tests or functions changed; patterns are allowed
    mutation.py --survived  those again that no test killed
    mutation.py --sample N  of each module N that chance picks, the same ones each time
    mutation.py --figures   the figures of the last run
"""

from __future__ import annotations

import gc
import os
import random
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from unittest.mock import patch

import mutmut.__main__ as mutmut
from _pytest.config import _prepareconfig
from _pytest.main import Session
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.runners.harness import ListAllTestsResult, TestRunner
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import change_cwd, copy_src_dir, walk_mutatable_files
from mutmut.workers.isolation import ForkRunner, run_in_fork, run_in_fork_with_result
from stage import ROOT

MUTANTS = ROOT / "mutants"
KILLERS = MUTANTS / "killers"  # of each function the tests that noticed a mutant, a line each
JUDGES = {"domain": ("tests/domain/",), "guard": ("tests/guard/", "tests/security/adaptive/")}
KILLED = ("killed", "timeout")
UNTRIED = "not checked"
MEMORY = 4 << 30  # bytes; a mutant may loop for ever, and collect something meanwhile
TIMED_OUT = 36  # what mutmut takes for a mutant that never ended
WORK, WAIT = (
    2.0,
    20.0,
)  # seconds that a test may compute and take, beside ten times what it took without a mutant


class CollectedTests(TestRunner):
    """Collects the tests once, so that a mutant costs a fork and its own tests, and no start of pytest.

    Every test runs in a fork, also without a mutant: what one remembers (a table that fills itself) would
    hide mutants from the next.
    """

    def __init__(self) -> None:
        self._collected: Session | None = None

    def run_stats(self, *, tests: Iterable[str]) -> int:
        """Note which functions each test calls, and how long it takes. All tests, when none are named."""
        for test in list(tests) or self._names():
            noted = run_in_fork_with_result(self._noted, test)
            if noted is None:
                print(f"{test} failed without a mutant")
                return 1
            state().duration_by_test[test], functions = noted
            for function in functions:
                state().tests_by_mangled_function_name[function].add(test)
        return 0

    def run_forced_fail(self) -> int:
        """Every function fails now: 1 shows that what the tests call is what mutmut changed."""
        return self.run_tests(mutant_name=None, tests=self._names())

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """1 as soon as one of the tests fails, otherwise 0. For a mutant this is a process of its own."""
        if mutant_name is None:
            self._session()
            return run_in_fork(self._status, tests)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        judging = [test for test in tests if _judges(test, mutant_name)]
        killers = KILLERS / mutant_name.partition("__mutmut_")[0]
        killer = self._failing(_likely_first(judging, killers), _limit)
        if killer is not None:
            with killers.open("a") as file:
                file.write(f"{killer}\n")
        return int(killer is not None)

    def list_all_tests(self) -> ListAllTestsResult:
        return ListAllTestsResult(ids=set(self._names()))

    def _noted(self, test: str) -> tuple[float, set[str]] | None:
        state()._stats.clear()
        began = time.process_time()
        if self._status([test]):
            return None
        return time.process_time() - began, state()._stats

    def _status(self, tests: Iterable[str]) -> int:
        return int(self._failing(tests) is not None)

    def _failing(self, tests: Iterable[str], begins: Callable[[str], None] | None = None) -> str | None:
        """The first test that fails. What they share is made once for all of them."""
        session = self._session()
        items = {item.nodeid: item for item in session.items}
        chosen = [items[test] for test in tests]
        with change_cwd(MUTANTS):
            for item, following in zip_longest(chosen, chosen[1:]):
                if begins is not None:
                    begins(item.nodeid)
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    return item.nodeid
        return None

    def _names(self) -> list[str]:
        return [item.nodeid for item in self._session().items]

    def _session(self) -> Session:
        if self._collected is None:
            ours = ["--rootdir=.", "--tb=native", "--capture=no", "-p", "no:cacheprovider"]
            chosen = config().pytest_add_cli_args_test_selection
            with change_cwd(MUTANTS):
                prepared = _prepareconfig([*ours, *config().pytest_add_cli_args, *chosen])
                self._collected = Session.from_config(prepared)
                prepared._do_configure()
                prepared.pluginmanager.unregister(name="terminalreporter")
                prepared.hook.pytest_sessionstart(session=self._collected)
                prepared.hook.pytest_collection(session=self._collected)
            gc.freeze()  # what the forks share, they need not copy
        return self._collected


def main(arguments: list[str]) -> int:
    """0, also when mutants survive: what that means is for a person to read."""
    os.chdir(ROOT)
    if arguments != ["--figures"]:
        KILLERS.mkdir(parents=True, exist_ok=True)
        chosen = _chosen(arguments)
        if chosen or not arguments:
            with patch.object(mutmut, "get_mutant_runner", _runner):
                mutmut._run(chosen, max(1, (os.cpu_count() or 1) - 1))
    for package in JUDGES:
        print(_figures(package))
    return 0


def _chosen(arguments: list[str]) -> list[str]:
    match arguments:
        case ["--survived"]:
            return [name for name, status in _results() if status not in (*KILLED, UNTRIED)]
        case ["--sample", number]:
            return [name for name, status in _sample(int(number)) if status == UNTRIED]
        case _:
            return arguments


def _sample(number: int) -> Iterator[tuple[str, str]]:
    copy_src_dir()
    mutmut.create_mutants(1)
    modules: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, status in _results():
        modules[name.rpartition(".")[0]].append((name, status))
    for module, results in modules.items():
        yield from random.Random(module).sample(results, min(number, len(results)))  # noqa: S311


def _runner(workers: int = 1) -> ForkRunner:
    return ForkRunner(workers, CollectedTests())


def _limit(test: str) -> None:
    """Give a test its end: mutmut waits for all tests of a mutant together, maybe for an hour."""
    usual = 10 * state().duration_by_test[test]
    for timer, alarm, most in (
        (signal.ITIMER_PROF, signal.SIGPROF, WORK),
        (signal.ITIMER_REAL, signal.SIGALRM, WAIT),
    ):
        signal.signal(alarm, lambda *_: os._exit(TIMED_OUT))
        signal.setitimer(timer, usual + most)


def _likely_first(tests: list[str], killers: Path) -> list[str]:
    """What noticed other mutants of a function notices the next: most die of their first test then."""
    noticed = Counter(killers.read_text().splitlines() if killers.exists() else ())
    return sorted(tests, key=lambda test: -noticed[test])


def _judges(test: str, mutant_name: str) -> bool:
    """A package is judged by its own tests: those of the guard would excuse what those of the domain miss."""
    return test.startswith(JUDGES[mutant_name.split(".")[1]])


def _results() -> Iterator[tuple[str, str]]:
    """The name and the status of each mutant."""
    for path in walk_mutatable_files():
        found = SourceFileMutationData(path=path)
        found.load()
        yield from ((name, status_by_exit_code[code]) for name, code in found.exit_code_by_key.items())


def _figures(package: str) -> str:
    """One line. Where only a sample was tried, each module counts as its sample did."""
    modules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, status in _results():
        if name.split(".")[1] == package:
            modules[name.rpartition(".")[0]][status] += 1
    found = sum(modules.values(), Counter[str]())
    tried = found.total() - found[UNTRIED]
    seen = [module for module in modules.values() if module.total() > module[UNTRIED]]
    share = sum(_share(module) * module.total() for module in seen) / (sum(map(Counter.total, seen)) or 1)
    parts = ", ".join(f"{number} {status}" for status, number in found.most_common())
    return f"{package}: {_killed(found)} of {tried} killed, of all {found.total()} some {share:.1%} ({parts})"


def _killed(found: Counter[str]) -> int:
    return sum(found[status] for status in KILLED)


def _share(module: Counter[str]) -> float:
    return _killed(module) / (module.total() - module[UNTRIED])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
