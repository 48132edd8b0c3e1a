"""No call gives away a stored secret, and no record of a denied one holds it (K4)."""

from dataclasses import replace

import pytest
from tests.support.credentials import MAIL
from tests.support.gatehouse import Gatehouse, call

from paios.domain.credential import Secret
from paios.domain.decision import Source, Verdict
from paios.domain.rule import Rule
from paios.domain.tool import RawToolCall

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("K4")]


@pytest.mark.parametrize("content", [MAIL, MAIL[::-1], MAIL.encode().hex(), " ".join(MAIL)])
async def test_a_call_with_a_stored_secret_is_denied_whatever_is_allowed(
    house: Gatehouse, content: str
) -> None:
    house.credentials.put("mail", Secret(MAIL))
    raw = call("vault_write", path="Leak.md", mode="create", content=f"say {content} now")
    user = house.proposal(raw).principal.user_id
    await house.rules.add(Rule("r", user, Verdict.ALLOW, "vault_write", house.clock.now()))
    ruling = await house.wants(raw)
    assert (ruling.decision.verdict, ruling.proof) == (Verdict.DENY, None)
    assert (ruling.decision.winner.source, ruling.decision.winner.code) == (Source.FLOOR, "credential_seen")
    assert "credential mail" in ruling.decision.winner.text
    [record] = await house.records("call.denied")
    assert content not in repr(record)
    [(told, why)] = record.data["arguments"].items()
    assert (told, why.partition(" in them")[0]) == ("withheld", "the credential mail stands")
    house.credentials.remove("mail")
    assert (await house.wants(raw)).decision.winner.code != "credential_seen"


@pytest.mark.parametrize("arguments", [f'{{"path": "{MAIL}"', f"{MAIL}", f'["{MAIL}"]'])
async def test_so_is_one_that_cannot_be_read(house: Gatehouse, arguments: str) -> None:
    house.credentials.put("mail", Secret(MAIL))
    for name in ("vault_write", "nonsense"):
        ruling = await house.wants(RawToolCall("c", name, arguments))
        assert ruling.decision.winner.code == "credential_seen"
    assert MAIL not in repr(await house.records("call.denied"))


async def test_what_a_problem_says_is_without_secrets(house: Gatehouse) -> None:
    house.credentials.put("mail", Secret("Elsewhere.md"))
    ruling = await house.wants(call("vault_read", path="Elsewhere.md"))
    assert ruling.decision.winner.code == "credential_seen"
    assert "Elsewhere" not in ruling.decision.winner.text


async def test_a_person_may_write_down_their_own_secret(house: Gatehouse) -> None:
    house.credentials.put("mail", Secret(MAIL))
    raw = call("vault_write", path="Mine.md", mode="create", content=MAIL)
    by_hand = replace(house.proposal(raw), run_id=None, conversation_id=None)
    ruling = await house.gate.submit(by_hand)
    assert by_hand.by_hand
    assert ruling.decision.winner.code != "credential_seen"
