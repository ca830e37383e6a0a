import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
from fastapi import Request
from starlette.types import Message

from salle.media import uploads
from salle.media.rules import FileMissing, Incomplete, MediaError, TooLarge
from salle.media.uploads import FORM_BYTES, receive_form_file, receive_upload
from tests.media.files import files_in

FIELD = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nCours\r\n'
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="l\xc3\xa9gende.png"\r\n'
    b"Content-Type: image/png\r\n\r\n%s\r\n"
)
END = b"--x--\r\n"
MULTIPART = "multipart/form-data; boundary=x"


def request(chunks: Iterable[bytes], content_type: str = MULTIPART) -> Request:
    """A request whose body comes in these pieces, and whose line then breaks if no end came."""
    pieces = list(chunks)
    ended = b"".join(pieces).endswith(END)
    messages: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    messages.append({"type": "http.request"} if ended else {"type": "http.disconnect"})
    left = iter(messages)

    async def receive() -> Message:
        return next(left)

    headers = [(b"content-type", content_type.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
async def test_a_file_comes_through_however_the_body_is_cut(out: Path, size: int) -> None:
    data = bytes(range(256)) + b"\r\n--x-\r\n--"
    body = FIELD + FILE % data + FIELD + END
    pieces = [body[start : start + size] for start in range(0, len(body), size)]

    name = await receive_form_file(request(pieces), out / "upload", 1000)

    assert name == "légende.png"
    assert (out / "upload").read_bytes() == data


async def test_of_two_files_the_first_is_taken(out: Path) -> None:
    body = FILE % b"one" + FILE % b"two" + END

    await receive_form_file(request([body]), out / "upload", 1000)

    assert (out / "upload").read_bytes() == b"one"


async def test_a_file_may_be_as_large_as_the_limit(out: Path) -> None:
    await receive_form_file(request([FILE % bytes(1000) + END]), out / "upload", 1000)

    assert (out / "upload").stat().st_size == 1000


@pytest.mark.parametrize(
    ("pieces", "refusal"),
    [
        ([FILE % bytes(1001), END], TooLarge),
        ([FILE % b"a", FILE % bytes(FORM_BYTES + 1000), END], TooLarge),
        ([FIELD * (FORM_BYTES // 50), FILE % b"a", END], TooLarge),
        ([FIELD, END], FileMissing),
        ([END], FileMissing),
        ([b"not a form", END], FileMissing),
        ([b"--x\r\n" + b"A: b\r\n" * 1000, END], FileMissing),
        ([FILE[:100]], Incomplete),
        ([FIELD], Incomplete),
        ([(FILE % b"a")[:-2]], Incomplete),
        ([], Incomplete),
    ],
)
async def test_a_form_that_is_not_right_is_refused_and_leaves_nothing(
    out: Path, pieces: list[bytes], refusal: type[MediaError]
) -> None:
    with pytest.raises(MediaError) as refused:
        await receive_form_file(request(pieces), out / "upload", 1000)

    assert type(refused.value) is refusal
    assert files_in(out) == []


async def test_a_form_that_ends_within_its_file_is_incomplete(out: Path) -> None:
    """The server was told that this is all, but the closing boundary is missing."""
    body = (FILE % b"a")[:-2]

    async def all_of_it() -> Message:
        return {"type": "http.request", "body": body}

    headers = [(b"content-type", MULTIPART.encode())]
    cut = Request({"type": "http", "method": "POST", "headers": headers}, all_of_it)

    with pytest.raises(Incomplete):
        await receive_form_file(cut, out / "upload", 1000)

    assert files_in(out) == []


@pytest.mark.parametrize(
    "content_type",
    ["", "image/png", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 1000],
)
async def test_what_is_no_form_is_refused(out: Path, content_type: str) -> None:
    with pytest.raises(FileMissing):
        await receive_form_file(request([FILE % b"a", END], content_type), out / "upload", 1000)


async def test_a_line_that_is_too_slow_is_given_up(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.05)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    headers = [(b"content-type", MULTIPART.encode())]
    slow = Request({"type": "http", "method": "POST", "headers": headers}, never)

    with pytest.raises(Incomplete):
        await receive_form_file(slow, out / "upload", 1000)

    assert files_in(out) == []


async def test_a_stream_is_written_whole(out: Path) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 100_000

    path = await receive_upload(stream(), out / "upload", 4_000_000)

    assert path.read_bytes() == b"x" * 4_000_000


async def test_a_stream_stops_at_the_limit(out: Path) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1000

    with pytest.raises(TooLarge):
        await receive_upload(endless(), out / "upload", 10_000)

    assert sent == 11
    assert files_in(out) == []


async def test_a_file_that_is_there_is_not_overwritten(out: Path) -> None:
    (out / "upload").write_text("kept")

    async def stream() -> AsyncIterator[bytes]:
        yield b"new"

    with pytest.raises(FileExistsError):
        await receive_upload(stream(), out / "upload", 10)

    assert (out / "upload").read_text() == "kept"
