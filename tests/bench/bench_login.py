"""What wrong logins cost those who are signed in: chat while 50 are hashed, against chat alone (U1, U8).

``python -m tests.bench.bench_login`` serves a whole paios with a scripted model
and lets a person ask and be answered, alone and while 50 wrong passwords wait
to be checked, each for another name from another address, so that no limit
spares the work. Wanted: the median latency of chat less than doubles.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import httpx2
from tests.support.house import Person, make_vault, served, settings_in
from tests.support.scripted_model import ScriptedModel, by_words
from tests.support.turns import Text

from paios.drivers.passwords import Argon2Hasher

AT_ONCE = 50
ROUNDS = 3
WANTED = 2.0


async def asked(person: Person) -> float:
    """Seconds from a question to the end of its answer."""
    begun = time.perf_counter()
    async for _ in person.events((await person.say("Hello"))["id"]):
        pass
    return time.perf_counter() - begun


async def wrong(port: int, number: int, wave: int) -> None:
    """A wrong login, from an address of its own."""
    transport = httpx2.AsyncHTTPTransport(local_address=f"127.0.{wave}.{number + 1}")
    async with httpx2.AsyncClient(transport=transport, timeout=120) as client:
        body = {"name": f"Nobody {wave} {number}", "password": "not the password"}
        answer = await client.post(f"http://127.0.0.1:{port}/api/v1/session", json=body)
        assert answer.status_code == 401, answer.text


async def measured(folder: Path) -> tuple[list[float], list[float], float]:
    """Latencies alone and under load, and how long the logins took."""
    alone: list[float] = []
    beside: list[float] = []
    took = 0.0
    with ScriptedModel(by_words([("Hello", [Text("Good morning.")])], [Text("Good morning.")])) as model:
        async with served(settings_in(folder), make_vault(folder / "notes"), Argon2Hasher) as paios:
            person = await paios.set_up(model)
            await asked(person)
            for wave in range(1, ROUNDS + 1):
                alone += [await asked(person) for _ in range(15)]
                begun = time.perf_counter()
                logins = [
                    asyncio.create_task(wrong(paios.settings.port, number, wave)) for number in range(AT_ONCE)
                ]
                await asyncio.sleep(0.3)
                while not all(each.done() for each in logins):
                    beside.append(await asked(person))
                await asyncio.gather(*logins)
                took += time.perf_counter() - begun
    return alone, beside, took / ROUNDS


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        alone, beside, took = asyncio.run(measured(Path(folder)))
    one, other = statistics.median(alone), statistics.median(beside)
    print(f"chat alone           {one * 1000:7.1f} ms  (median of {len(alone)})")
    print(
        f"beside {AT_ONCE} wrong logins {other * 1000:5.1f} ms  (median of {len(beside)}; {took:.1f} s each)"
    )
    print(f"ratio                {other / one:7.2f}     (wanted: less than {WANTED:.0f})")


if __name__ == "__main__":
    main()
