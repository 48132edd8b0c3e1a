"""``python -m tests.bench``: every figure, one benchmark after the other, each in a process of its own."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    here = Path(__file__).parent
    names = sorted(path.stem for path in here.glob("bench_*.py"))
    failed = [
        name for name in names if subprocess.run([sys.executable, "-m", f"tests.bench.{name}"]).returncode
    ]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
