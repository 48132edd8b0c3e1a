"""What may be called a name or a path, and every disguise that may not (A5, A7)."""

import posixpath
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain import names
from paios.domain.errors import InvalidNameError, InvalidPathError
from paios.domain.names import check_file_name, check_vault_path, has_traversal

pytestmark = pytest.mark.requirement("A5", "A7")

# One traversal, in every dress that a later decoder could take off.
DISGUISES = {
    "plain": "../x",
    "backslash": "..\\x",
    "percent-encoded dots": "%2e%2e/x",
    "percent-encoded slash": "..%2fx",
    "percent-encoded backslash": "..%5Cx",
    "double-encoded": "%252e%252e%252fx",
    "encoded five times": "%2525252525252e%2e/x",
    "wide escape": "%u002e%u002e%u2215x",
    "overlong, two bytes": "%c0%ae%c0%ae%c0%afx",
    "overlong, three bytes": "%e0%80%ae%e0%80%ae/x",
    "overlong, four bytes": "%f0%80%80%ae%f0%80%80%ae/x",
    "overlong, five bytes": "%f8%80%80%80%ae/x",
    "overlong, double-encoded": "%25c0%25ae/x",
    "fullwidth dots": "．．/x",
    "fullwidth slash": "..／x",
    "fullwidth, percent-encoded": "%ef%bc%8e%ef%bc%8e%ef%bc%8fx",
    "division slash": "..∕x",
    "fraction slash": "..⁄x",
    "one dot leaders": "․․/x",
    "two dot leader": "‥/x",
    "set minus": "..∖x",
    "fullwidth backslash": "..＼x",
    "zero-width space between dots": ".\u200b./x",
    "space after dots": ".. /x",
    "encoded NUL after dots": "..%00/x",
    "in the middle": "a/../x",
    "at the end": "a/..",
    "current folder": "a/./x",
}

STEPS = [".", "..", "%2e", "%2E%2e", "．", "‥", "a", "/", "\\", "%2f", "∕", "%5c", " "]

GOOD_NAMES = [
    "a",
    "note.md",
    "100% done.md",
    "My%20Notes.md",
    "50%de descuento.md",
    "caf%u00e9.md",
    "X",
    "½ cup of milk.md",
    "…and so on.md",
    "日本語。メモ.md",
    "Übung (2).md",
    "👨‍👩‍👧 family.md",
    "console.md",
    "COM10.txt",
    "a" * 255,
]

BAD_NAMES = {
    "empty": "",
    "NUL": "a\0b",
    "newline at the end": "a\n",
    "escape": "a\x1bb",
    "delete": "a\x7f",
    "C1 control": "a\x85b",
    "line separator": "a\u2028b",
    "lone surrogate": "a\ud800",
    "leading dot": ".hidden",
    "trailing dot": "a.",
    "leading space": " a",
    "trailing space": "a ",
    "trailing no-break space": "a\u00a0",
    "256 bytes": "a" * 256,
    "256 bytes of umlauts": "ä" * 128,
    "device": "NUL",
    "device in lower case": "con",
    "device with an extension": "aux.md",
    "device with two extensions": "Lpt1.tar.gz",
    "device and space before the extension": "COM1 .txt",
    "device with a superscript digit": "COM¹",
    "console input": "CONIN$",
    "nothing but an ellipsis": "…",
    "account-of sign, which folds to a/c": "℀",
    "encoded slash": "a%2Fb",
    "encoded newline": "a%0Ab",
    "encoded percent sign that goes on": "%2525252541",
    "encoded surrogate beside an encoded slash": "%ud800%2f",
} | {f"forbidden {char}": f"a{char}b" for char in '<>:;,?"*|/\\'}


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_ordinary_names_of_every_language_are_legal(name: str) -> None:
    check_file_name(name)
    check_vault_path(f"folder/{name}")


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES.keys())
def test_a_name_that_some_system_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(InvalidNameError):
        check_file_name(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "A name must not be empty."),
        ("a\n", "A name must not contain control characters or line breaks."),
        ("a" * 256, "A name must not be longer than 255 bytes."),
        ("a?", 'A name must not contain any of < > : ; , ? " * | / \\'),
        (".a", "A name must not begin or end with a dot or a space."),
        ("NUL", "A name must not be one that Windows reserves for a device."),
        ("a%2Fb", "A name must not hide a path separator, a dot-segment or an encoded one."),
    ],
)
def test_a_refused_name_is_told_its_reason(name: str, reason: str) -> None:
    with pytest.raises(InvalidNameError) as caught:
        check_file_name(name)
    assert caught.value.message == reason


@pytest.mark.parametrize("path", DISGUISES.values(), ids=DISGUISES.keys())
def test_traversal_is_refused_in_every_disguise(path: str) -> None:
    with pytest.raises((InvalidPathError, InvalidNameError)):
        check_vault_path(path)
    assert has_traversal(path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "must not be empty."),
        ("/etc/passwd", "must be relative to the vault, with / between its parts."),
        ("\\\\server\\share", "must be relative to the vault, with / between its parts."),
        ("a//b", "must not contain an empty part."),
        ("a/", "must not contain an empty part."),
        ("a\nb", "must not contain control characters or line breaks."),
        ("a\0", "must not contain control characters or line breaks."),
        ("a/../b", "must not contain . or .. as a part, in any spelling."),
        ("a" * 1025, "must not be longer than 1024 bytes."),
        ("/".join(["a"] * 33), "must not be more than 32 folders deep."),
    ],
)
def test_a_path_that_is_not_plain_and_relative_is_refused(path: str, why: str) -> None:
    with pytest.raises(InvalidPathError) as refused:
        check_vault_path(path)
    assert str(refused.value) == f"A path {why}"


def test_a_path_is_refused_for_one_illegal_segment() -> None:
    with pytest.raises(InvalidNameError):
        check_vault_path("a/NUL/b")


def test_a_path_of_1024_bytes_is_legal_and_one_of_1025_is_not() -> None:
    path = "/".join(["a" * 204] * 5)
    check_vault_path(path)
    with pytest.raises(InvalidPathError):
        check_vault_path(path + "b")


def test_a_path_of_32_parts_is_legal_and_one_of_33_is_not() -> None:
    for name in ("a", "Käse"):
        check_vault_path("/".join([name] * 32))
        with pytest.raises(InvalidPathError):
            check_vault_path("/".join([name] * 33))


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(InvalidNameError) as caught:
        check_file_name("secret*" * 30)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["a.b", "v1.2/final", "and so on...", "50 %", "10%25", "2026/11/22", ""])
def test_text_that_goes_nowhere_is_no_traversal(text: str) -> None:
    assert not has_traversal(text)


@given(st.text(max_size=300))
def test_an_accepted_name_stays_one_segment_under_every_later_reading(name: str) -> None:
    try:
        check_file_name(name)
    except InvalidNameError:
        return
    for reading in (name, unquote(name), unquote(unquote(name))):
        for form in ("NFC", "NFKC"):
            folded = unicodedata.normalize(form, reading)
            assert "/" not in folded
            assert "\\" not in folded
            assert "\0" not in folded
            assert folded not in {"", ".", ".."}


@given(st.lists(st.sampled_from(STEPS)))
def test_an_accepted_path_never_climbs(parts: list[str]) -> None:
    path = "".join(parts)
    try:
        check_vault_path(path)
    except (InvalidNameError, InvalidPathError):
        return
    for reading in (path, unquote(path)):
        resolved = posixpath.normpath(reading)
        assert not resolved.startswith(("/", "../"))
        assert resolved.count("/") == path.count("/")


SPELLING = "conaulprtCOM1_- ./"


@given(st.text(SPELLING, min_size=1, max_size=12), st.sampled_from(["", "x", "a/b"]))
def test_a_path_that_is_legal_at_a_glance_is_legal_at_length(text: str, before: str) -> None:
    path = before + text
    if names._ORDINARY.fullmatch(path):
        assert not has_traversal(path)
        for segment in path.split("/"):
            check_file_name(segment)
