"""Every failure is told as RFC 9457 says, and tells nothing of the machine (A11, O3)."""

from contextlib import closing

import orjson
import pytest
from sqlcipher3.dbapi2 import connect
from starlette.types import Message
from structlog.testing import capture_logs
from tests.gateway.web.shelf import Client

from paios.domain import errors
from paios.drivers.sql.faults import translated
from paios.gateway.web.problems import (
    MalformedRequestError,
    MethodNotAllowedError,
    MisdirectedError,
    Mismatch,
    MismatchError,
    SlowRequestError,
    UnsupportedMediaError,
    describe,
    send_problem,
)

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A11", "O3")]

STATUSES: list[tuple[errors.PaiosError, int]] = [
    (MalformedRequestError("x"), 400),
    (errors.UnauthenticatedError("x"), 401),
    (errors.ForbiddenError("x"), 403),
    (errors.NotFoundError("x"), 404),
    (MethodNotAllowedError(["GET"]), 405),
    (SlowRequestError("x"), 408),
    (errors.ConflictError("x"), 409),
    (errors.NoteChangedError("x"), 409),
    (errors.NoteExistsError("x"), 409),
    (errors.AnsweredError("x"), 409),
    (errors.TooLargeError("x"), 413),
    (UnsupportedMediaError("x"), 415),
    (MisdirectedError("x"), 421),
    (MismatchError([]), 422),
    (errors.InvalidInputError("x"), 422),
    (errors.InvalidNameError("x"), 422),
    (errors.InvalidPathError("x"), 422),
    (errors.InvalidArgumentsError("x"), 422),
    (errors.UnreadableNoteError("x"), 422),
    (errors.PausedError("x"), 423),
    (errors.TooManyRequestsError("x", 30), 429),
    (errors.ModelError("x"), 502),
    (errors.UnavailableError("x"), 503),
    (errors.RecordError("x"), 503),
    (errors.StorageError("x"), 503),
]


@pytest.mark.parametrize(("error", "status"), STATUSES, ids=lambda value: type(value).__name__)
def test_each_error_has_its_status_and_its_stable_code(error: errors.PaiosError, status: int) -> None:
    problem = describe(error)
    assert problem.status == problem.members["status"] == status
    assert problem.members["code"] == error.code
    assert problem.members["type"] == f"urn:paios:problem:{error.code}"
    assert problem.members["detail"] == error.message
    assert problem.members["title"]
    assert "reference" not in problem.members


@pytest.mark.parametrize(
    "error",
    [
        errors.ProofError("forged in /home/ada/.paios"),
        errors.PaiosError("SELECT * FROM secrets"),
        RuntimeError("Traceback /home/ada"),
        OSError(2, "No such file", "/etc/shadow"),
    ],
)
def test_what_nobody_foresaw_is_told_by_a_reference_alone(error: Exception) -> None:
    with capture_logs() as logs:
        problem = describe(error)
    assert problem.status == 500
    assert problem.members["code"] == "internal"
    [entry] = logs
    assert entry["reference"] == problem.members["reference"]
    assert entry["exc_info"] is error
    text = orjson.dumps(problem.members).decode()
    assert problem.members["reference"] in problem.members["detail"]
    for secret in ("/home", "/etc", "SELECT", "Traceback", type(error).__name__):
        assert secret not in text


def test_what_the_server_could_not_do_is_logged_by_its_causes_names_alone() -> None:
    def failed() -> errors.StorageError:
        try:
            with closing(connect(":memory:")) as connection, translated():
                connection.execute("SELECT 'a diary' FROM nowhere")
        except errors.StorageError as error:
            return error
        raise AssertionError("there is such a table")

    with capture_logs() as logs:
        assert describe(failed()).status == 503
        describe(errors.NotFoundError("x"))
    [entry] = logs
    assert entry["code"] == "storage_failed"
    assert entry["causes"] == ["SQLITE_ERROR"]
    assert "diary" not in str(entry)


def test_references_are_not_repeated() -> None:
    with capture_logs():
        assert len({describe(RuntimeError()).members["reference"] for _ in range(20)}) == 20


def test_a_401_says_how_to_sign_in() -> None:
    headers = dict(describe(errors.UnauthenticatedError("x"), 'Bearer realm="paios"').headers)
    assert headers == {b"www-authenticate": b'Bearer realm="paios"'}
    assert dict(describe(errors.UnauthenticatedError("x")).headers)[b"www-authenticate"]


@pytest.mark.parametrize(("seconds", "said"), [(30, b"30"), (0, b"1"), (-5, b"1")])
def test_a_429_says_how_long_to_wait(seconds: int, said: bytes) -> None:
    assert dict(describe(errors.TooManyRequestsError("x", seconds)).headers) == {b"retry-after": said}


def test_a_405_says_what_is_allowed() -> None:
    assert dict(describe(MethodNotAllowedError(["GET", "HEAD"])).headers) == {b"allow": b"GET, HEAD"}


def test_a_mismatch_says_where() -> None:
    problem = describe(MismatchError([Mismatch("query/limit", "is too large")]))
    assert problem.members["errors"] == [{"where": "query/limit", "message": "is too large"}]


async def refuse(scope: dict[str, object], receive: object, send: object) -> None:
    await send_problem(describe(errors.NotFoundError("Nothing.")), scope, receive, send)  # type: ignore[arg-type]


async def test_a_problem_is_sent_as_problem_json() -> None:
    response = await Client(refuse).call("GET", "/")  # type: ignore[arg-type]
    assert response.status == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert int(response.headers["content-length"]) == len(response.body)
    assert response.json["detail"] == "Nothing."


async def test_a_problem_for_head_has_no_body() -> None:
    response = await Client(refuse).call("HEAD", "/")  # type: ignore[arg-type]
    assert (response.status, response.body) == (404, b"")


async def test_a_websocket_is_refused_with_the_problem() -> None:
    start, body = await Client(refuse).connect("/")  # type: ignore[arg-type]
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 404)
    assert orjson.loads(body["body"])["code"] == "not_found"


async def test_a_websocket_is_closed_where_the_server_cannot_answer() -> None:
    sent = await Client(refuse).connect("/", extension=False)  # type: ignore[arg-type]
    closed: list[Message] = [{"type": "websocket.close", "code": 1008, "reason": "not_found"}]
    assert sent == closed
