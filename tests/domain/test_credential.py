"""What is known of a credential, and a secret that shows nothing (K5)."""

import copy
import pickle
import traceback

import pytest

from paios.domain.credential import (
    SECRET_LIMIT,
    Credential,
    Kind,
    MasterSource,
    Secret,
    kind_of,
    require_name,
    require_password,
    require_secret,
    require_settable,
)
from paios.domain.errors import InvalidInputError

TEXT = "xoxb-planted-9f8e7d6c5b4a"


@pytest.mark.requirement("K5")
def test_a_secret_shows_nothing_but_where_it_is_revealed() -> None:
    secret = Secret(TEXT)
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>20}",
        repr([secret]),
        f"{ ({'a': secret}) }",
    ]
    assert all(TEXT not in each and "[secret]" in each for each in shown)
    assert not hasattr(secret, "__dict__")
    assert secret.reveal() == TEXT
    assert len(secret) == len(TEXT)


@pytest.mark.requirement("K5")
def test_a_secret_is_neither_copied_nor_pickled() -> None:
    secret = Secret(TEXT)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError) as refused:
            pickle.dumps(secret, protocol)
        assert TEXT not in "".join(traceback.format_exception(refused.value))
    with pytest.raises(TypeError, match=r"^a secret is neither copied nor pickled$"):
        copy.copy(secret)
    with pytest.raises(TypeError):
        copy.deepcopy({"a": secret})


@pytest.mark.requirement("K5")
def test_a_wiped_secret_is_gone_from_its_memory() -> None:
    secret, given = Secret(TEXT), bytearray(b"given")
    held = secret._held
    secret.wipe()
    assert held == bytes(len(TEXT))
    assert secret.reveal() == ""
    kept = Secret(given)
    given[:] = b"wiped"
    assert kept.reveal() == "given"
    assert kept.copy_bytes() == b"given"


@pytest.mark.parametrize("name", ["mail", "OPENAI_API_KEY", "mail.imap-2", "a" * 64, "0"])
def test_names_are_letters_digits_and_three_signs(name: str) -> None:
    require_name(name)


@pytest.mark.parametrize("name", ["", ".hidden", "-x", "a b", "a/b", "a" * 65, "ä", ":check", "a\n", "a\0"])
def test_other_names_are_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        require_name(name)
    assert refused.value.message == (
        "A credential's name has up to 64 letters, digits, dots, hyphens and underscores, "
        "and begins with a letter or digit."
    )


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("totp-7", "The secret of an authenticator app is its person's alone."),
        ("tool-server-7", "The secrets of a tool server are changed with it, in the settings."),
    ],
)
def test_what_its_owner_changes_elsewhere_is_not_set_by_name(name: str, why: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        require_settable(name)
    assert refused.value.message == why
    require_settable("mail")
    require_settable("model.key")


def test_a_secret_has_a_size() -> None:
    require_secret(Secret("x"))
    require_secret(Secret("x" * SECRET_LIMIT))
    for text in ("", "x" * (SECRET_LIMIT + 1)):
        with pytest.raises(InvalidInputError) as refused:
            require_secret(Secret(text))
        assert refused.value.message == "A secret has from 1 to 16,384 bytes."


def test_a_master_password_has_twelve_characters() -> None:
    require_password(Secret("ä" * 12))
    with pytest.raises(InvalidInputError) as refused:
        require_password(Secret("ä" * 11))
    assert refused.value.message == "A master password has 12 characters or more."


def test_a_name_says_whose_a_credential_is() -> None:
    kinds = {name: kind_of(name) for name in ("model.key", "screener.key", "pushover.user", "tool-server-7")}
    assert set(kinds.values()) == {Kind.MODEL, Kind.ALERT, Kind.TOOL_SERVER}
    assert kind_of("mail") is Credential("model.keys").kind is Kind.SECRET


def test_a_copy_of_the_data_folder_has_a_key_file_in_it_and_nothing_else_that_opens() -> None:
    assert [each for each in MasterSource if each.beside_data] == [MasterSource.KEY_FILE]
