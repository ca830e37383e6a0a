import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.board.sync.chunks import ChunkAssembler
from salle.board.sync.limits import CHUNKS, MESSAGE_LENGTH
from salle.board.sync.protocol import Malformed, Reason

TEXT = st.text(alphabet='{}_0aé🙂\n\u2028"\\', max_size=40)


def split(text: str, size: int) -> list[str]:
    """As a client does: equal parts from the end, the first one takes what is left."""
    starts = range(len(text), 0, -size)
    parts = [text[max(0, start - size) : start] for start in starts]
    return [f"{number}_{part}" for number, part in reversed(list(enumerate(parts)))]


def assert_starts_over(assembler: ChunkAssembler) -> None:
    assert assembler.take('{"type":"ping"}') == '{"type":"ping"}'


@given(TEXT, st.integers(1, 20))
def test_chunks_become_the_message_they_were(text: str, size: int) -> None:
    """B2"""
    message = "{" + text
    assembler = ChunkAssembler()
    *first, last = split(message, size)
    for chunk in first:
        assert assembler.take(chunk) is None
    assert assembler.take(last) == message
    assert_starts_over(assembler)


@pytest.mark.parametrize(
    "chunks",
    [
        ["2_{", "0_}"],
        ["2_{", "2_a"],
        ["1_{", "2_a"],
        ["1_{", '{"type":"ping"}'],
        ["[1]"],
        [""],
        ["_a"],
        ["-1_a"],
        ["٣_a"],
        ["1_{", "nonsense"],
    ],
)
def test_chunks_out_of_order_are_an_accident_and_the_next_message_is_read(
    chunks: list[str],
) -> None:
    """B2"""
    assembler = ChunkAssembler()
    for chunk in chunks[:-1]:
        assert assembler.take(chunk) is None
    with pytest.raises(Malformed) as malformed:
        assembler.take(chunks[-1])
    assert malformed.value.reason is None
    assert_starts_over(assembler)


def test_chunks_end_when_they_are_too_many() -> None:
    """B2"""
    assembler = ChunkAssembler()
    with pytest.raises(Malformed) as malformed:
        assembler.take(f"{CHUNKS}_{{")
    assert malformed.value.reason is Reason.TOO_LARGE
    assert_starts_over(assembler)


def test_chunks_end_when_they_are_too_long_together() -> None:
    """B2, B28"""
    assembler = ChunkAssembler()
    assert assembler.take("2_" + "a" * (MESSAGE_LENGTH // 2)) is None
    assert assembler.take("1_" + "a" * (MESSAGE_LENGTH // 2)) is None
    with pytest.raises(Malformed) as malformed:
        assembler.take("0_a")
    assert malformed.value.reason is Reason.TOO_LARGE
    assert_starts_over(assembler)
