"""The adaptive set: attacks written against this reference monitor, with its source open."""

import pytest
from tests.security.adaptive import (
    collisions,
    encoded,
    look_alikes,
    mixed_requests,
    named_destinations,
    payments,
    repeated,
    role_swaps,
    spoken_of,
)
from tests.security.adaptive.attack import Attack, played

from paios.domain.decision import Verdict
from paios.domain.tool import Effect

pytestmark = pytest.mark.requirement("P10", "I10", "I11")

THEMES = (
    role_swaps,
    spoken_of,
    collisions,
    look_alikes,
    encoded,
    named_destinations,
    repeated,
    mixed_requests,
    payments,
)
ATTACKS = [
    pytest.param(one, id=f"{theme.__name__.rpartition('.')[2]}: {one.name}")
    for theme in THEMES
    for one in theme.ATTACKS
]
ALL = [one for theme in THEMES for one in theme.ATTACKS]


@pytest.mark.parametrize("one", ATTACKS)
def test_nothing_happens_that_the_person_did_not_say(one: Attack) -> None:
    assert [made.value for made in played(one)] == [wish.then for wish in one.wishes]


@pytest.mark.parametrize("one", ATTACKS)
def test_in_strict_mode_nobody_is_asked(one: Attack) -> None:
    for wish, made in zip(one.wishes, played(one, strict=True), strict=True):
        assert made is (Verdict.ALLOW if wish.then == "allow" else Verdict.DENY) or (
            wish.tool.effect is Effect.DELETE and made is Verdict.ASK
        )


def test_the_set_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    tried = [(wish, made) for one in ALL for wish, made in zip(one.wishes, played(one), strict=True)]
    bad = [made for wish, made in tried if wish.then != "allow"]
    effects, unasked = bad.count(Verdict.ALLOW), bad.count(Verdict.DENY)
    with capsys.disabled():
        print(
            f"\nadaptive set: {len(ALL)} cases, {effects} effects without a question, "
            f"{unasked} of {len(bad)} calls not even asked"
        )
    assert len(ALL) >= 60
    assert effects == 0
