"""Where there is no Secret Service to start, its proof is not collected: K3 is open.

It wants ``apt install gnome-keyring dbus``.
"""

import shutil

_NEEDED = ("gnome-keyring-daemon", "dbus-run-session")
collect_ignore = [] if all(map(shutil.which, _NEEDED)) else ["test_secret_service.py"]
