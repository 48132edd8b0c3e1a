"""Owns checking a reply against the contract and sending it; nothing else leaves (A3).

What is checked is the object, just before it is serialised: the validator takes
no type that the serialiser would turn into another (a UUID, a datetime, a NaN
where a number or null is declared).
"""

from collections.abc import Iterable, Mapping
from typing import Final

import orjson
import structlog
from jsonschema_rs import Validator
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from paios.gateway.web.exchange import Reply, StreamReply
from paios.gateway.web.operation import Answer, Operation
from paios.gateway.web.problems import PROBLEM_JSON
from paios.gateway.web.validation import mismatches

RawHeaders = list[tuple[bytes, bytes]]
Sendable = tuple[RawHeaders, bytes]
_NO_LENGTH: Final = frozenset({204, 304})
_OURS: Final = frozenset({"content-type", "transfer-encoding", "connection"})

_log = structlog.get_logger(__name__)


class ContractBreachError(Exception):
    """A handler replied what the contract does not declare: a defect, answered with 500."""


class ReplyCheck:
    """Checks the replies of one operation."""

    def __init__(self, operation: Operation) -> None:
        self._answers: Mapping[int, Answer] = {
            int(status): answer for status, answer in operation.answers.items() if status != "default"
        }
        self._json = {status: _json_of(answer) for status, answer in self._answers.items()}

    def check(self, reply: Reply | StreamReply) -> Sendable:
        """What may be sent: headers, and the bytes of a reply that has them all.

        Raises:
            ContractBreachError: the status, a header, the content type or the body is not declared.
        """
        answer = self._answers.get(reply.status)
        if answer is None:
            raise ContractBreachError(f"status {reply.status} is not declared")
        headers = _declared(reply.headers, answer) if reply.headers else []
        if isinstance(reply, StreamReply):
            if answer.content.get(reply.content_type, False) is not None:
                raise ContractBreachError(f"{reply.content_type} is not declared as a stream")
            headers.append((b"content-type", reply.content_type.encode("latin-1")))
            return headers, b""
        payload = self._payload(reply, headers)
        if reply.status not in _NO_LENGTH:
            headers.append((b"content-length", b"%d" % len(payload)))
        return headers, payload

    def _payload(self, reply: Reply, headers: RawHeaders) -> bytes:
        declared = self._json[reply.status]
        if reply.body is None:
            if self._answers[reply.status].content:
                raise ContractBreachError(f"the body of {reply.status} is missing")
            return b""
        if declared is None:
            raise ContractBreachError(f"no JSON body is declared for {reply.status}")
        media, validator = declared
        try:
            if not validator.is_valid(reply.body):
                raise ContractBreachError(f"the body of {reply.status}: {mismatches(validator, reply.body)}")
            payload = orjson.dumps(reply.body, option=orjson.OPT_STRICT_INTEGER)
        except (ValueError, TypeError) as error:  # a type that JSON does not have
            raise ContractBreachError(f"the body of {reply.status} is not JSON: {error}") from None
        headers.append((b"content-type", media))
        return payload


async def discard(reply: Reply | StreamReply) -> None:
    """Close what a reply holds that will not be sent."""
    if isinstance(reply, StreamReply) and (close := getattr(reply.chunks, "aclose", None)):
        await close()


async def send_stream(
    reply: StreamReply, headers: RawHeaders, scope: Scope, receive: Receive, send: Send
) -> None:
    """Send a stream that was checked. An error in it is logged and breaks the connection."""
    response = StreamingResponse(reply.chunks, reply.status)
    response.raw_headers = headers
    try:
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await response(scope, receive, send)
    except ClientDisconnect:
        return
    except Exception as error:
        _log.error("stream_broken", path=scope["path"], exc_info=error)
        raise
    finally:
        await discard(reply)


def _json_of(answer: Answer) -> tuple[bytes, Validator] | None:
    for media, validator in answer.content.items():
        if validator is not None and media != PROBLEM_JSON:
            return media.encode("latin-1"), validator
    return None


def _declared(headers: Iterable[tuple[str, str]], answer: Answer) -> RawHeaders:
    raw: RawHeaders = []
    for name, value in headers:
        if name.lower() in _OURS or name.lower() not in answer.headers:
            raise ContractBreachError(f"the header {name} is not declared")
        if not value.isprintable() or not value.isascii():
            raise ContractBreachError(f"the value of the header {name} is not printable ASCII")
        raw.append((name.lower().encode("latin-1"), value.encode("ascii")))
    return raw
