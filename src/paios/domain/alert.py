"""Alerts: what a person should hear of at once, wherever they are."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Alert:
    """``text`` leaves this machine: it names no content, no secret and no path."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PushoverKeys:
    """Whose phone, and in whose name (pushover.net/api). Neither shows in ``repr``."""

    user: str = field(repr=False)
    token: str = field(repr=False)
