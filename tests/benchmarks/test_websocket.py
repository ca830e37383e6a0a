import pytest

from benchmarks.websocket import body_of_single_frame
from salle.rehearsal.websocket import PING
from tests.rehearsal.wire import server_frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535])
def test_one_whole_frame_is_known_at_a_glance(size: int) -> None:
    frame = bytearray(server_frame(b"x" * size))
    assert frame[body_of_single_frame(frame, len(frame)) :] == b"x" * size


@pytest.mark.parametrize(
    "arrived",
    [
        server_frame(b"x" * 200)[:-1],
        server_frame(b"x" * 200) + b"\x81",
        server_frame(b"x" * 20)[:1],
        server_frame(b"x" * 200)[:3],
        server_frame(b"", PING),
        server_frame(b"x", final=False),
        server_frame(b"x" * 65536),
    ],
)
def test_anything_else_is_not_taken_for_one_frame(arrived: bytes) -> None:
    """The buffer is used again: what stands behind the arrived bytes is older."""
    buffer = bytearray(arrived + bytes(300))
    assert body_of_single_frame(buffer, len(arrived)) == 0
