"""Owns: handing an alert to Pushover (https://pushover.net/api). Must not reach anybody else.

The keys are read when they are needed, and stand in no error message.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from paios.domain.alert import Alert, PushoverKeys
from paios.domain.errors import UnavailableError
from paios.ports.egress import Egress

ORIGIN: Final = "https://api.pushover.net"

_TITLE_LIMIT: Final = 250
_TEXT_LIMIT: Final = 1024
_HIGH: Final = "1"
"""A priority that sounds also in quiet hours."""


class Pushover:
    """``ports.alerts.AlertChannel`` over Pushover's message API."""

    name = "pushover"

    def __init__(self, egress: Egress, keys: Callable[[], PushoverKeys | None], origin: str = ORIGIN) -> None:
        self._egress = egress
        self._keys = keys
        self._url = f"{origin}/1/messages.json"

    async def send(self, alert: Alert) -> bool:
        keys = self._keys()
        if keys is None:
            return False
        form = {
            "token": keys.token,
            "user": keys.user,
            "title": alert.title[:_TITLE_LIMIT],
            "message": alert.text[:_TEXT_LIMIT],
            "priority": _HIGH,
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        body = urlencode(form).encode()
        async with self._egress.send("POST", self._url, headers=headers, body=body) as reply:
            if reply.status != 200:
                raise UnavailableError(f"Pushover refused the message (HTTP {reply.status}).")
        return True
