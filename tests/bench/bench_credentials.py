"""How long a credential takes to open once the store is unlocked, and to look for fifty of them in a text.

The clock's time. python -m tests.bench.bench_credentials
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.support.credentials import store_in

from paios.domain.credential import Secret
from paios.services.credentials import SecretWatch

CREDENTIALS: Final = 50
OPENINGS: Final = 5_000
TARGET: Final = 1.0
"""Milliseconds, the median, of one opening."""

TEXT: Final = "The boiler was leased from Northwind for ten years, and the choir sings on Thursday. " * 700
"""As long as the longest result of a tool."""

LOOKS: Final = 50


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        filled = store_in(Path(folder) / "credentials")
        filled.put_all({f"secret-{n}": Secret(f"xoxb-{n:040d}") for n in range(CREDENTIALS)})
        filled.close()
        store = store_in(Path(folder) / "credentials")
        began = time.perf_counter()
        store.unlock()
        unlocked = (time.perf_counter() - began) * 1000
        opened = []
        for number in range(OPENINGS):
            began = time.perf_counter()
            store.open(f"secret-{number % CREDENTIALS}").wipe()
            opened.append((time.perf_counter() - began) * 1000)
        watch, looked, short = SecretWatch(store), [], []
        watch.masked(TEXT)
        for _ in range(LOOKS):
            began = time.perf_counter()
            watch.masked(TEXT)
            looked.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            watch.masked(TEXT[:200])
            short.append((time.perf_counter() - began) * 1000)
    median, most = statistics.median(opened), statistics.quantiles(opened, n=100)[98]
    print(
        f"credential open after unlock: median {median:.3f} ms"
        f"   (99 % within {most:.3f} ms; unlocking once: {unlocked:.0f} ms; wanted: {TARGET:g})"
    )
    print(
        f"looking for {CREDENTIALS} secrets in {len(TEXT):,} characters: median "
        f"{statistics.median(looked):.1f} ms   (in 200: {statistics.median(short):.2f} ms)"
    )
    return int(median > TARGET)


if __name__ == "__main__":
    sys.exit(main())
