"""Takes files from the network straight to disk, and stops reading at the limit."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from salle.media.rules import MIB, FileMissing, Incomplete, TooLarge, clean_name

SECONDS = 600.0
"""How long an upload may take: 100 MiB over a poor line."""
FORM_BYTES = 64 << 10
"""What a form may hold beside its file."""


async def receive_form_file(request: Request, path: Path, limit: int) -> str:
    """Writes the first file of a form to a new file at `path`; its name, fit to be shown.

    What declares itself too large is refused before a byte of it is read.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit + FORM_BYTES:
        raise TooLarge(limit=limit)
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise FileMissing
    form = _Form(options[b"boundary"], limit)
    try:
        async with asyncio.timeout(SECONDS):
            await receive_upload(form.file(request.stream()), path, limit)
    except (TimeoutError, ClientDisconnect) as error:
        raise Incomplete from error
    return clean_name(form.name or "")


async def receive_upload(chunks: AsyncIterable[bytes], path: Path, limit: int) -> Path:
    """Writes what comes to a new file at `path`; when it fails, there is none."""
    file = await asyncio.to_thread(path.open, "xb")
    try:
        async for block in _blocks(chunks, limit):
            await asyncio.to_thread(file.write, block)
        await asyncio.to_thread(file.close)
    except BaseException:
        file.close()
        _discard(path)
        raise
    return path


async def _blocks(chunks: AsyncIterable[bytes], limit: int) -> AsyncIterator[bytes]:
    """The same bytes in pieces large enough to be worth a thread."""
    size = 0
    waiting = bytearray()
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit=limit)
        waiting += chunk
        if len(waiting) >= MIB:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _discard(path: Path) -> None:
    path.unlink(missing_ok=True)


class _Form:
    """A multipart body of which one file is wanted."""

    def __init__(self, boundary: bytes, limit: int) -> None:
        self.name: str | None = None
        self._room = limit + FORM_BYTES
        self._limit = limit
        self._data = bytearray()
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._is_inside = False
        self._is_over = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_header_field": self._on_field,
                    "on_header_value": self._on_value,
                    "on_header_end": self._on_header,
                    "on_headers_finished": self._on_headers,
                    "on_part_data": self._on_data,
                    "on_part_end": self._on_end,
                },
            )
        except FormParserError as error:  # a boundary without end
            raise FileMissing from error

    async def file(self, body: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        async for chunk in body:
            self._room -= len(chunk)
            if self._room < 0:
                raise TooLarge(limit=self._limit)
            try:
                self._parser.write(chunk)
            except FormParserError as error:
                raise FileMissing from error
            if self._data:
                yield bytes(self._data)
                self._data.clear()
        if self.name is None:
            raise FileMissing
        if not self._is_over:
            raise Incomplete

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._disposition = b""
        if self.name is None and b"filename" in options:
            self.name = options[b"filename"].decode(errors="replace")
            self._is_inside = True

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_inside:
            self._data += data[start:end]

    def _on_end(self) -> None:
        self._is_over = self._is_over or self._is_inside
        self._is_inside = False
