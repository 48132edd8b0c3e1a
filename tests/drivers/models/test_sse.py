import pytest

from paios.domain.errors import ModelError
from paios.drivers.models.sse import EventLines

STREAM = b': hello\r\nevent: x\ndata: {"a": 1}\r\n\r\ndata:{"b": 2}\n\nid: 3\ndata: [DONE]\n\n'


@pytest.mark.parametrize("size", range(1, len(STREAM) + 1))
def test_events_are_found_however_the_bytes_arrive(size: int) -> None:
    lines = EventLines()
    found = [data for at in range(0, len(STREAM), size) for data in lines.feed(STREAM[at : at + size])]
    assert [*found, *lines.close()] == [b'{"a": 1}', b'{"b": 2}', b"[DONE]"]


def test_a_last_line_without_an_end_counts() -> None:
    lines = EventLines()
    assert [*lines.feed(b"data: 1"), *lines.close()] == [b"1"]


@pytest.mark.parametrize("stream", [b"data: 123456789", b"data: 123456789\n", b": 1234567890123\n"])
def test_a_line_beyond_the_limit_is_refused(stream: bytes) -> None:
    with pytest.raises(ModelError, match="too large"):
        list(EventLines(limit=14).feed(stream))


def test_a_line_of_just_the_limit_is_read() -> None:
    assert list(EventLines(limit=14).feed(b"data: 12345678\n")) == [b"12345678"]
