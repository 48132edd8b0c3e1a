"""API keys for tests: made through the published API, and somebody who asks with one."""

from dataclasses import dataclass

from tests.support.house import Person, Served


@dataclass(frozen=True)
class Made:
    """A key as its person got it."""

    id: str
    secret: str


async def make(owner: Person, *permissions: str, name: str = "Kitchen display", days: int = 90) -> Made:
    """A key of ``owner``'s."""
    body = {"name": name, "permissions": list(permissions), "days": days}
    answer = await owner.do("POST", "/keys", body)
    return Made(answer["key"]["id"], answer["secret"])


async def program(paios: Served, secret: str) -> Person:
    """A program that asks with this key, and with nothing else."""
    return await paios.visitor(headers={"X-API-Key": secret})


async def with_key(paios: Served, owner: Person, *permissions: str) -> Person:
    """A program of ``owner``'s that was given these permissions."""
    return await program(paios, (await make(owner, *permissions)).secret)
