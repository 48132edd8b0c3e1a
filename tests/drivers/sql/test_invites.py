"""Invitations, on both databases."""

from datetime import timedelta

import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.account import User
from paios.domain.errors import ConflictError
from paios.domain.ids import new_id
from paios.domain.page import Slice
from paios.domain.person import Invite
from paios.domain.principal import Role
from paios.drivers.sql.engine import Database
from paios.drivers.sql.people import SqlInvites, SqlPeople

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U1", "U5")]

HASH = b"hash of a code"


@pytest.mark.parametrize("lost", ["role", "place"])
async def test_invitation_counts_only_while_its_maker_may_invite(
    database: Database, person: User, lost: str
) -> None:
    invites, people = SqlInvites(database), SqlPeople(database)
    eve = User(new_id(), "Eve", Role.ADMIN, NOON)
    made = Invite(new_id(), Role.ADMIN, eve.id, NOON, NOON + timedelta(days=7))
    async with database.begin() as tx:
        await people.add(eve, "hash", tx)
        await invites.add(made, HASH, tx)
    assert await invites.find(HASH) == made
    assert (await invites.live(NOON, Slice(10, 0))).items == (made,)

    async def set_lost(value: bool) -> None:
        async with database.begin() as tx:
            if lost == "role":
                await people.set_role(eve.id, Role.USER if value else Role.ADMIN, tx)
            else:
                await people.set_disabled(eve.id, value, tx)

    await set_lost(True)
    assert await invites.find(HASH) is None
    assert (await invites.live(NOON, Slice(10, 0))).total == 0
    with pytest.raises(ConflictError):
        async with database.begin() as tx:
            await invites.use(made.id, NOON, tx)
    await set_lost(False)
    async with database.begin() as tx:
        await invites.use(made.id, NOON, tx)
    with pytest.raises(ConflictError):
        async with database.begin() as tx:
            await invites.use(made.id, NOON, tx)
