"""A server's process: what all of it together may take, and what is heard of its end (T2)."""

import re
import sys
from pathlib import Path

import anyio
import pytest

from paios.domain.errors import UnavailableError
from paios.drivers.mcp.process import ServerProcess

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T2")]

HOGS = """
import subprocess, sys
hog = [sys.executable, "-c", "x = b'x' * 30 * 1024**2; input()"]
for each in [subprocess.Popen(hog, stdin=subprocess.PIPE) for _ in range(4)]: each.wait()
"""


async def test_many_that_each_take_little_are_too_much_together(tmp_path: Path) -> None:
    process = ServerProcess(
        [sys.executable, "-c", HOGS], {}, tmp_path, str, memory_limit=100 * 1024**2, look_seconds=0.1
    )
    with anyio.fail_after(20), pytest.raises(UnavailableError, match="more than 100 MiB of memory"):
        async with process:
            await process.line()


async def test_its_last_words_are_told_in_one_clean_line(tmp_path: Path) -> None:
    dying = "import sys; print('a\\nb\\x1b[2J\\n', file=sys.stderr); sys.exit(7)"
    with pytest.raises(UnavailableError, match=r"ended with status 7: b\[2J$"):
        async with ServerProcess([sys.executable, "-c", dying], {}, tmp_path, str) as process:
            await process.line()


async def test_what_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="could not be started"):
        async with ServerProcess([str(tmp_path / "none")], {}, tmp_path, str):
            pass


@pytest.mark.parametrize(
    ("file", "told"),
    [(None, "There is no program {}"), ("#!/bin/sh", "The program {} may not be run")],
)
async def test_a_program_that_is_missing_or_no_program_is_named(
    tmp_path: Path, file: str | None, told: str
) -> None:
    program = tmp_path / "helper"
    if file is not None:
        program.write_text(file, "utf-8")
    with pytest.raises(UnavailableError, match=re.escape(told.format(program))):
        async with ServerProcess(["prlimit", "--core=0", "--", str(program)], {}, tmp_path, str) as process:
            await process.line()


async def test_a_server_that_ends_with_the_same_status_keeps_its_own_words(tmp_path: Path) -> None:
    dying = "import sys; print('npx: no such package', file=sys.stderr); sys.exit(127)"
    with pytest.raises(UnavailableError, match="ended with status 127: npx: no such package"):
        async with ServerProcess([sys.executable, "-c", dying], {}, tmp_path, str) as process:
            await process.line()


async def test_last_words_are_masked_before_they_are_cut_and_leave_no_file(tmp_path: Path) -> None:
    dying = "import sys; print('x' * 190 + 'sesame-1234', file=sys.stderr); sys.exit(1)"
    process = ServerProcess(
        [sys.executable, "-c", dying], {}, tmp_path, lambda text: text.replace("sesame-1234", "[masked]")
    )
    with pytest.raises(UnavailableError, match=r"x\[masked\]$"):
        async with process:
            await process.line()
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240 - of a test


async def test_of_a_line_that_is_too_long_nothing_is_told(tmp_path: Path) -> None:
    dying = "import sys; print('sesame' * 30_000, file=sys.stderr); sys.exit(1)"
    with pytest.raises(UnavailableError, match=r"ended with status 1\.$"):
        async with ServerProcess([sys.executable, "-c", dying], {}, tmp_path, str) as process:
            await process.line()


async def test_one_whose_output_nobody_reads_ends_as_well(tmp_path: Path) -> None:
    """asyncio stops reading at twice the limit, and would wait for an end that it then never reads."""
    with anyio.fail_after(20):
        async with ServerProcess(["cat", "/dev/zero"], {}, tmp_path, str) as process:
            heard = process._running().stdout
            assert heard is not None
            while not heard._paused:  # type: ignore[attr-defined]  # noqa: ASYNC110
                await anyio.sleep(0.01)
