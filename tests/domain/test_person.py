"""Invitations: how long they count, and how their code is written and kept (U5)."""

from datetime import timedelta
from hashlib import sha256

import pytest
from tests.support.proofs import TurnedClock

from paios.domain.person import Invite, MintedInvite, code_hash, written
from paios.domain.principal import Role

pytestmark = pytest.mark.requirement("U5")

NOW = TurnedClock().now()
INVITE = Invite("i", Role.USER, "ada", NOW, NOW + timedelta(days=7))
SIGNS = "ABCDEFGH23456789"


def test_an_invitation_counts_until_it_is_used_or_over() -> None:
    assert INVITE.live_at(NOW)
    assert not INVITE.live_at(INVITE.expires_at)
    assert not Invite("i", Role.USER, "ada", NOW, INVITE.expires_at, used_at=NOW).live_at(NOW)


def test_a_code_is_the_same_however_it_is_typed() -> None:
    code = written(SIGNS)
    assert code.replace("-", "") == SIGNS
    assert "-" in code
    assert code_hash(code) == code_hash(SIGNS.lower()) == code_hash(f" {SIGNS[:5]} {SIGNS[5:]}\t")
    assert code_hash(code) != code_hash(SIGNS[:-1])
    assert code_hash("\ud800") != code_hash("")


def test_a_code_that_was_sent_counts_after_an_update_so_it_is_kept_in_a_form_that_stays() -> None:
    assert code_hash("abcd-wxyz 2345") == sha256(b"ABCDWXYZ2345").digest()


def test_a_code_is_never_shown_by_repr() -> None:
    assert SIGNS not in repr(MintedInvite(INVITE, SIGNS))
