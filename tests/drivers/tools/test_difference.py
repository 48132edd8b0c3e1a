"""The diff that a person is shown is the change, whole and exact."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import effort

from paios.drivers.tools.difference import difference

LINES = st.text("ab\n", max_size=60)


def test_three_lines_of_context_surround_a_change() -> None:
    before = "".join(f"{number}\n" for number in range(1, 21))
    assert difference(before, before.replace("10\n", "ten\n"), "A.md") == (
        "--- A.md\n+++ A.md\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13"
    )


def test_equal_texts_have_no_difference() -> None:
    assert difference("same\n", "same\n", "A.md") == ""


def test_a_missing_line_end_is_shown() -> None:
    assert difference("a", "a\n", "A.md").endswith("-a\n\\ No newline at end of file\n+a")


def test_what_would_hide_itself_is_in_the_diff_as_it_is() -> None:
    assert "+\u202egnp.exe\u2066\r\x1b[2K" in difference("", "\u202egnp.exe\u2066\r\x1b[2K\n", "A.md")


@given(before=LINES, after=LINES)
@settings(max_examples=60, deadline=None)
def test_the_diff_makes_the_new_text_of_the_old(before: str, after: str) -> None:
    assert patched(before, difference(before, after, "A.md")) == after


def test_a_huge_rewrite_is_compared_in_no_time_and_still_exact() -> None:
    before = "".join(f"{number % 97}\n" for number in range(60_000))
    after = "".join(f"{number * 7 % 89}\n" for number in range(60_000))
    assert effort(lambda: difference(before, after, "A.md")) < 20
    assert patched(before, difference(before, after, "A.md")) == after


def patched(before: str, diff: str) -> str:
    """What ``git apply`` makes of it: an opinion that is not ours."""
    if not diff:
        return before
    git = shutil.which("git")
    assert git is not None
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "A.md"
        note.write_text(before)
        head, body = diff.split("\n@@", 1)
        assert head == "--- A.md\n+++ A.md"
        patch = f"--- a/A.md\n+++ b/A.md\n@@{body}\n"
        command = [git, "apply", "--unidiff-zero", "--whitespace=nowarn", "-"]
        subprocess.run(command, input=patch, text=True, cwd=folder, check=True)
        return note.read_text() if note.exists() else ""
