"""Logging, set up once by whoever starts a process. Secrets are left out by name and by shape (K5, O3)."""

import logging
import re
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
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


Mask = Callable[[str], str]
"""Takes every stored secret out of a text (``ports.credentials.SecretScan``)."""

_WITHHELD: Final = "[withheld: what is secret in it could not be told]"


@contextmanager
def hiding(mask: Mask) -> Iterator[None]:
    """For as long as the context lasts, no stored secret gets into a log, whoever writes there (K5, O3)."""
    processors = structlog.get_config()["processors"]
    hide = _StoredSecrets(mask)
    processors.insert(-1, hide)  # in place: loggers that were made before have this very list
    handlers = tuple(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(hide.filter)
    try:
        yield
    finally:
        processors.remove(hide)
        for handler in handlers:
            handler.removeFilter(hide.filter)


class _StoredSecrets:
    """A processor of structlog and a filter of the standard library's logging. Fails closed."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask

    def __call__(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        for name, value in event.items():
            text = value if isinstance(value, str) else repr(value)
            shown = self._masked(text)
            if shown != text:
                event[name] = shown
        return event

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through, without what is secret in it."""
        formatter = logging.Formatter()
        said = record.getMessage()
        if record.exc_info:
            said = f"{said}\n{formatter.formatException(record.exc_info)}"
        record.msg, record.args, record.exc_info, record.exc_text = self._masked(said), (), None, None
        return True

    def _masked(self, text: str) -> str:
        try:
            return self._mask(text)
        except Exception:  # noqa: BLE001 - a log is written in any case, and a secret in none
            return _WITHHELD
