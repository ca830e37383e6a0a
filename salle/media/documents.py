"""Reads what people upload, each file in a process of its own that may do nothing else.

What that process says is checked like any other input: the file may have taken it over.
"""

import asyncio
import os
import shutil
import signal
import stat
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from weakref import WeakKeyDictionary

import structlog
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

import salle
from salle.media.rules import (
    MAX_PAGE_TEXT,
    MAX_PAGES,
    MAX_SIDE,
    REFUSALS,
    STORED_MIME,
    Format,
    TooComplex,
    TypeNotAllowed,
    Unreadable,
    clean_text,
    recognise,
)

log = structlog.get_logger()

SECONDS = 600.0
SECONDS_A_PAGE = 30.0
"""An honest document may be long, but gets on: 300 full pages take half a minute."""
SECONDS_TO_END = 5.0
AT_ONCE = 2
"""Files that one node parses at the same time; the others wait their turn."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A file that we made, and that may be shown to anybody."""

    width: int
    height: int
    file: Path
    mime: str = STORED_MIME


@dataclass(frozen=True, kw_only=True)
class PdfPage(Picture):
    number: int
    text: str


async def read_pdf(
    path: Path, folder: Path, *, on_page: Callable[[int, int], None] | None = None
) -> list[PdfPage]:
    """Every page of a PDF as a picture in `folder`, with its text.

    `on_page(number, of)` is called as each is done. After a refusal `folder` is as it was.
    """
    form = await recognise_file(path)
    if form is not Format.PDF:
        raise TypeNotAllowed
    said: list[_Page] = []

    def hear(line: _Line) -> None:
        if not isinstance(line, _Page) or line.page != len(said) + 1 or line.page > line.of:
            raise Unreadable
        said.append(line)
        if on_page:
            on_page(line.page, line.of)

    async with _workspace(folder) as work:
        await _parse(form, path, work, hear)
        if not said or len(said) != said[-1].of:
            raise Unreadable
        files = await asyncio.to_thread(_take, work, folder, len(said))
    return [
        PdfPage(
            number=page.page,
            width=page.width,
            height=page.height,
            file=file,
            text=clean_text(page.text),
        )
        for page, file in zip(said, files, strict=True)
    ]


async def read_image(path: Path, folder: Path) -> Picture:
    """The first frame of a picture, upright, in sRGB and without metadata, in `folder`."""
    form = await recognise_file(path)
    if form is Format.PDF:
        raise TypeNotAllowed
    said: list[_Image] = []

    def hear(line: _Line) -> None:
        if not isinstance(line, _Image) or said:
            raise Unreadable
        said.append(line)

    async with _workspace(folder) as work:
        await _parse(form, path, work, hear)
        if not said:
            raise Unreadable
        (file,) = await asyncio.to_thread(_take, work, folder, 1)
    return Picture(width=said[0].width, height=said[0].height, file=file)


async def recognise_file(path: Path) -> Format:
    def head() -> bytes:
        with path.open("rb") as file:
            return file.read(1024)

    return recognise(await asyncio.to_thread(head))


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Ready(_Said):
    confined: bool


class _Page(_Said):
    page: int = Field(ge=1)
    of: int = Field(le=MAX_PAGES)
    width: int = Field(ge=1, le=MAX_SIDE)
    height: int = Field(ge=1, le=MAX_SIDE)
    text: str = Field(max_length=MAX_PAGE_TEXT)


class _Image(_Said):
    image: int
    width: int = Field(ge=1, le=MAX_SIDE)
    height: int = Field(ge=1, le=MAX_SIDE)


class _Refused(_Said):
    refused: str


_Line = _Ready | _Page | _Image | _Refused
_LINE: TypeAdapter[_Line] = TypeAdapter(_Line)
_LINE_BYTES = 1 << 20

_DAMAGED = frozenset({-signal.SIGSEGV, -signal.SIGBUS})


async def _parse(form: Format, path: Path, work: Path, hear: Callable[[_Line], None]) -> None:
    """Runs the child to its end. Whatever happens, it is gone when this returns."""
    async with _turn():
        process = await asyncio.create_subprocess_exec(
            *_command(form, path, work),
            stdin=PIPE,  # never written to: it closes with us, and the child ends with it
            stdout=PIPE,
            stderr=PIPE,
            limit=_LINE_BYTES,
            cwd=work,
            env={"LANG": "C.UTF-8", "TMPDIR": str(work)},
            start_new_session=True,
        )
        assert process.stdout  # noqa: S101 - for the type checker
        assert process.stderr  # noqa: S101 - for the type checker
        complaints = asyncio.create_task(_last_bytes(process.stderr))
        is_ready = False
        try:
            async with asyncio.timeout(SECONDS):
                while line := await _next_line(process.stdout):
                    match line:
                        case _Ready():
                            is_ready = True
                            if not line.confined:
                                log.warning("media.parser_unconfined")
                        case _Refused():
                            refusal = REFUSALS.get(line.refused, Unreadable)
                            raise refusal
                        case _:
                            hear(line)
                status = await process.wait()
        except TimeoutError as error:
            raise TooComplex from error
        finally:
            last_words = await _end(process, complaints)
    if not is_ready:
        raise RuntimeError(f"the parser did not start ({status}): {last_words}")
    if status != 0:
        log.warning("media.parser_died", status=status, last_words=last_words)
        raise Unreadable if status > 0 or status in _DAMAGED else TooComplex


def _command(form: Format, path: Path, work: Path) -> list[str]:
    # With -I, Python finds only what is installed: where our package is comes as an argument.
    run = (
        "import sys; sys.path.append(sys.argv.pop(1)); from salle.media import child; child.main()"
    )
    package = Path(salle.__file__).parents[1]
    arguments = (package, form, path.absolute(), work.absolute())
    return [sys.executable, "-I", "-c", run, *map(str, arguments)]


async def _next_line(output: asyncio.StreamReader) -> _Line | None:
    try:
        async with asyncio.timeout(SECONDS_A_PAGE):
            raw = await output.readline()
        return _LINE.validate_json(raw) if raw else None
    except ValueError as error:  # a line without end, or not one of ours
        raise Unreadable from error


async def _last_bytes(output: asyncio.StreamReader) -> str:
    last = b""
    while more := await output.read(4096):
        last = (last + more)[-4096:]
    return last.decode(errors="replace")


async def _end(process: Process, complaints: asyncio.Task[str]) -> str:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.stdout  # noqa: S101 - for the type checker
    try:
        async with asyncio.timeout(SECONDS_TO_END):
            while await process.stdout.read(1 << 16):
                pass  # only at the end of its output does the event loop let go of it
            await process.wait()
            return await complaints
    except TimeoutError:  # something that it started holds its output: nothing of ours waits
        return "still has children"


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _turn() -> asyncio.Semaphore:
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))


@asynccontextmanager
async def _workspace(folder: Path) -> AsyncIterator[Path]:
    work = Path(await asyncio.to_thread(mkdtemp, dir=folder))
    try:
        yield work
    finally:
        await asyncio.to_thread(shutil.rmtree, work)


def _take(work: Path, folder: Path, count: int) -> list[Path]:
    """Moves the pictures out, once nobody can change them any more.

    A link in their place would have us serve what it points to.
    """
    names = [f"{number}.webp" for number in range(1, count + 1)]
    for name in names:
        try:
            found = (work / name).lstat()
        except FileNotFoundError as error:
            raise Unreadable from error
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise Unreadable
    return [(work / name).rename(folder / name) for name in names]
