"""Lines that are added look as if the person had written them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.drivers.tools.appending import appended


@pytest.mark.parametrize(
    ("text", "content", "result"),
    [
        ("", "oat milk", "oat milk\n"),
        ("\n\n", "oat milk\n\n", "oat milk\n"),
        ("# List\n\n- rye\n", "- oat milk", "# List\n\n- rye\n- oat milk\n"),
        ("- rye\n", "oat milk", "- rye\n- oat milk\n"),
        ("- rye", "oat milk", "- rye\n- oat milk\n"),
        ("* rye\n", "- oat milk\n- bread\n", "* rye\n* oat milk\n* bread\n"),
        ("+ rye\n", "oat milk\nbread", "+ rye\n+ oat milk\n+ bread\n"),
        ("- [ ] rye\n", "oat milk", "- [ ] rye\n- [ ] oat milk\n"),
        ("- [x] rye\n", "- oat milk", "- [x] rye\n- [ ] oat milk\n"),
        ("- [ ] rye\n", "- [ ] oat milk", "- [ ] rye\n- [ ] oat milk\n"),
        ("- rye\n", "- [ ] oat milk", "- rye\n- [ ] oat milk\n"),
        ("- [ ] rye\n", "- [x] oat milk", "- [ ] rye\n- [x] oat milk\n"),
        ("1. rye\n2. bread\n", "oat milk\nsalt", "1. rye\n2. bread\n3. oat milk\n4. salt\n"),
        ("9) rye\n", "- oat milk", "9) rye\n10) oat milk\n"),
        ("- food\n  - rye\n", "oat milk", "- food\n  - rye\n- oat milk\n"),
        ("  * rye\n    1. dark\n", "oat milk", "  * rye\n    1. dark\n  * oat milk\n"),
        ("- rye\n\n\n", "oat milk", "- rye\n- oat milk\n\n\n"),
        ("- rye\r\n", "oat milk\nbread", "- rye\r\n- oat milk\r\n- bread\r\n"),
        ("Words.\n", "More words.", "Words.\n\nMore words.\n"),
        ("Words.\n", "- oat milk", "Words.\n\n- oat milk\n"),
        ("- rye\n", "## Tuesday\n\nWords.", "- rye\n\n## Tuesday\n\nWords.\n"),
        ("- rye\n", "> quoted", "- rye\n\n> quoted\n"),
        ("- rye\n", "```\ncode\n```", "- rye\n\n```\ncode\n```\n"),
        ("- rye\n", "- oat milk\n  - organic", "- rye\n\n- oat milk\n  - organic\n"),
        ("- rye\n", "---", "- rye\n\n---\n"),
        ("- rye\n", "-5 degrees", "- rye\n- -5 degrees\n"),
    ],
)
def test_lines_are_added_in_the_note_s_own_style(text: str, content: str, result: str) -> None:
    assert appended(text, content) == result


@given(st.text("-* \n[]x1.a#"), st.text("-* \n[]x1.a#", min_size=1))
def test_adding_keeps_all_that_was_there(text: str, content: str) -> None:
    result = appended(text, content)
    assert result.startswith(text.rstrip())
    assert result.endswith("\n")
