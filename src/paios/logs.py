"""Logging, set up once by whoever starts a process. Secrets are left out by name and by shape (K5, O3)."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, Final, TextIO, cast

import structlog

_SECRET_NAME: Final = re.compile(
    r"password|secret|token|cookie|csrf|authorization|api_?key|\bkey\b|\bcode\b$", re.IGNORECASE
)
_SECRET_SHAPE: Final = re.compile(
    r"(?i)(bearer\s+)[\w.~+/-]{8,}|(\bsk-)[\w-]{8,}|(://[^:/@\s]+:)[^@\s]+(?=@)"
)
_HIDDEN: Final = "…"
_PLAIN_CODES: Final = frozenset({"code"})


def set_up(level: str) -> None:
    """Log to standard error: one readable line each, tracebacks after it."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Lossy(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")


class _Lossy:
    """Standard error. Where it cannot be written, on a full disk, lines are lost and whoever logs goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide what is named like a secret, and what looks like one inside any text."""
    for name, value in event.items():
        if _SECRET_NAME.search(name) and name not in _PLAIN_CODES:
            event[name] = _HIDDEN
        elif isinstance(value, str):
            event[name] = _SECRET_SHAPE.sub(lambda found: (found[1] or found[2] or found[3]) + _HIDDEN, value)
    return event
