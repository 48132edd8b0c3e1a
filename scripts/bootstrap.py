"""Sets up what a command needs, from a clone and Python alone: `bootstrap.py run` or `bootstrap.py test`.

Owns the refusal of a Python that is too old, and so must be readable to one: what needs a newer Python is
imported only after the check. Runs under the system's Python, on the standard library.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    """Set up for the target named on the command line; the status to exit with."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        print(
            f"set-up failed: paios needs Python 3.11 or newer, this is {found} ({sys.executable}).",
            file=sys.stderr,
        )
        print("  Install a newer one, then: make run PYTHON=/path/to/python3", file=sys.stderr)
        return 1
    import targets

    return targets.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
