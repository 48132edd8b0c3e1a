"""``python -m paios``: the command line (A2)."""

from paios.cli.app import main

if __name__ == "__main__":
    main()
