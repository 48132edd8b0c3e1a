"""The form of an API key: recognisable, checkable without a look-up, and never shown (U4)."""

from datetime import timedelta
from hashlib import sha256

import pytest
from tests.support.proofs import PERSON, TurnedClock

from paios.domain import api_key
from paios.domain.account import User
from paios.domain.api_key import ApiKey, MintedKey
from paios.domain.permission import Permission
from paios.domain.principal import Adapter, Kind, Principal, Role

pytestmark = pytest.mark.requirement("U4")

SECRET = api_key.written("0123456789ABCDEFGHIJKLMNOPQRST")
NOW = TurnedClock().now()
KEY = ApiKey(
    "k",
    "u",
    "Kitchen display",
    SECRET[:12],
    frozenset({Permission.NOTES_READ}),
    frozenset({Adapter.WEB}),
    NOW,
    NOW + timedelta(days=1),
)


def test_a_key_says_what_it_is_and_checks_itself() -> None:
    assert SECRET.startswith("paios_")
    assert len(SECRET) == 42
    assert api_key.well_formed(SECRET)


@pytest.mark.parametrize("at", range(len(SECRET)))
def test_one_changed_or_missing_sign_is_noticed_without_a_look_up(at: int) -> None:
    other = "a" if SECRET[at] != "a" else "b"
    assert not api_key.well_formed(SECRET[:at] + other + SECRET[at + 1 :])
    assert not api_key.well_formed(SECRET[:at] + SECRET[at + 1 :])
    assert not api_key.well_formed(SECRET[:at])


@pytest.mark.parametrize(
    "text", [SECRET + "\n", SECRET + "0", " " + SECRET, SECRET.upper(), "", "paios_", SECRET * 30, "é" * 42]
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert not api_key.well_formed(text)


def test_neither_the_key_nor_its_owners_rights_are_shown_by_repr() -> None:
    assert SECRET not in repr(MintedKey(KEY, SECRET))
    assert "secret" not in repr(KEY)


def test_a_key_counts_until_it_is_over_or_revoked() -> None:
    assert KEY.live_at(NOW)
    assert not KEY.live_at(KEY.expires_at)
    revoked = ApiKey(**{name: getattr(KEY, name) for name in KEY.__slots__} | {"revoked_at": NOW})
    assert not revoked.live_at(NOW)


@pytest.mark.parametrize(("days", "counts"), [(1, 1), (0, 1), (-5, 1), (365, 365), (10**6, 365)])
def test_no_key_counts_for_more_than_a_year(days: int, counts: int) -> None:
    assert api_key.lifetime(days) == timedelta(days=counts)


def test_a_key_speaks_for_its_owner_as_they_are_now_and_nobody_is_there() -> None:
    owner = User("u", "Ada", Role.USER, NOW)
    speaking = KEY.speaking_for(owner, Adapter.WEB)
    assert speaking == Principal(
        "u",
        "Ada",
        Role.USER,
        Kind.API_KEY,
        Adapter.WEB,
        interactive=False,
        device="API key Kitchen display",
        permissions=KEY.permissions,
        key_id="k",
    )
    assert speaking.interactive is False
    assert PERSON.key_id is None


def test_a_key_is_kept_under_a_hash_that_no_other_key_has() -> None:
    assert api_key.secret_hash(SECRET) == sha256(SECRET.encode()).digest()
    assert api_key.secret_hash(SECRET) != api_key.secret_hash(SECRET[:-1])
