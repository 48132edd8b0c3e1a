"""Argon2id: who waits for whom, who is sent away, and how a password may be typed (U1, U8)."""

import asyncio
from unicodedata import normalize

import pytest

from paios.domain.errors import TooManyRequestsError
from paios.drivers.passwords import Argon2Hasher

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U1", "U8")]

PASSWORD = "schöne lange Wörter"
NFC, NFD = normalize("NFC", PASSWORD), normalize("NFD", PASSWORD)


def light() -> Argon2Hasher:
    return Argon2Hasher(memory_kib=1024, rounds=1)


class FromBefore(Argon2Hasher):
    """One that hashes what was typed as it was typed."""

    async def hash(self, password: str) -> str:
        return self._argon2.hash(password)


async def test_who_chooses_a_password_does_not_queue_behind_strangers() -> None:
    hasher = Argon2Hasher()
    strangers = [asyncio.create_task(hasher.verify(PASSWORD, None)) for _ in range(20)]
    await asyncio.sleep(0)
    await hasher.hash(PASSWORD)
    assert sum(each.done() for each in strangers) < 10
    for each in strangers:
        each.cancel()


async def test_strangers_are_sent_away_where_the_queue_is_longer_than_anybody_waits() -> None:
    hasher = light()
    stored = await hasher.hash(PASSWORD)
    strangers = [asyncio.create_task(hasher.verify(PASSWORD, None)) for _ in range(150)]
    await asyncio.sleep(0)
    assert await hasher.verify(PASSWORD, stored, known=True)
    answers = await asyncio.gather(*strangers, return_exceptions=True)
    refused = [each for each in answers if isinstance(each, TooManyRequestsError)]
    assert 40 < len(refused) < 60
    assert all(10 <= each.retry_after <= 12 for each in refused)
    # And when it is short again, everybody is let in.
    assert await hasher.verify(PASSWORD, stored)


async def test_who_goes_away_is_in_the_queue_no_more() -> None:
    hasher = light()
    for _ in range(3):
        strangers = [asyncio.create_task(hasher.verify(PASSWORD, None)) for _ in range(90)]
        await asyncio.sleep(0)
        for each in strangers:
            each.cancel()
        await asyncio.gather(*strangers, return_exceptions=True)
    assert not await hasher.verify(PASSWORD, None)


@pytest.mark.parametrize("known", [True, False])
async def test_a_password_is_the_same_however_its_accents_are_typed(known: bool) -> None:
    hasher = light()
    assert NFC != NFD
    for chosen in (NFC, NFD):
        stored = await hasher.hash(chosen)
        for typed in (NFC, NFD):
            assert await hasher.verify(typed, stored, known=known)
        assert not await hasher.verify(PASSWORD.replace("ö", "o"), stored, known=known)


async def test_a_hash_of_what_was_typed_in_parts_still_counts() -> None:
    stored = await FromBefore(memory_kib=1024, rounds=1).hash(NFD)
    assert await light().verify(NFD, stored)
