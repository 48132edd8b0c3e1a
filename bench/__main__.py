"""``python -m bench``: run the benchmark, tell the story of a run, or test the benchmark itself."""

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

from bench import worker
from bench.approver import APPROVERS
from bench.installation import ROOT, BenchmarkError
from bench.run import Plan, load, report, run, settings_of
from bench.show import stories
from bench.suites import DEVELOPED_AGAINST, NAMES

_MODES = ("vouched", "ask")
_RECORDS = ROOT / "build" / "bench-security.jsonl"


def main(words: list[str]) -> int:
    """The status to exit with."""
    match words:
        case ["worker"]:
            return worker.main()
        case ["selftest", *rest]:
            return subprocess.run(
                [sys.executable, "-m", "pytest", *_TESTS, *rest], cwd=ROOT, check=False
            ).returncode
        case ["show", *rest]:
            return _show(rest)
        case ["table", *rest]:
            return _table(rest)
    return _run(words)


_TESTS = ("-q", "-p", "no:cacheprovider", "-c", "bench/tests/pytest.ini", "--rootdir", ".", "bench/tests")


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Attack a running paios with AgentDojo.")
    parser.add_argument("--suite", action="append", choices=NAMES, help="again for another")
    parser.add_argument("--mode", action="append", choices=_MODES)
    parser.add_argument("--approver", action="append", choices=tuple(APPROVERS))
    parser.add_argument("--strict", action="store_true", help="strict mode alone")
    parser.add_argument("--normal", action="store_true", help="no strict mode")
    parser.add_argument("--pairs", type=int, help="a sample of so many pairs of each suite")
    parser.add_argument("--user", help="one user task")
    parser.add_argument("--injection", help="one injection task")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, default=_RECORDS, help="where to keep the records, one a line")
    asked = parser.parse_args(words)
    suites = asked.suite or DEVELOPED_AGAINST
    strict = [value for value, wanted in ((False, asked.normal), (True, asked.strict)) if wanted]
    settings = tuple(settings_of(asked.mode or _MODES, asked.approver or tuple(APPROVERS), strict))
    plan = Plan(suites, settings, asked.pairs, asked.user, asked.injection)
    try:
        records = asyncio.run(run(plan, asked.workers, asked.json))
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(records, suites))
    return 0


def _show(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench show", description="Tell what happened in a run.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--suite", choices=NAMES)
    parser.add_argument("--user")
    parser.add_argument("--injection")
    parser.add_argument("--mode", choices=_MODES)
    parser.add_argument("--approver", choices=tuple(APPROVERS))
    parser.add_argument("--strict", action=argparse.BooleanOptionalAction)
    parser.add_argument("--solved", action=argparse.BooleanOptionalAction)
    parser.add_argument("--succeeded", action=argparse.BooleanOptionalAction)
    wanted = vars(parser.parse_args(words))
    told = list(stories(load(wanted.pop("file")), **wanted))
    print("\n\n".join(told) or "No such run.")
    return 0 if told else 1


def _table(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench table", description="The table of records that were kept.")
    parser.add_argument("file", type=Path)
    records = load(parser.parse_args(words).file)
    print(report(records, list(dict.fromkeys(record["suite"] for record in records))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
