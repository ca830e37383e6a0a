import asyncio
import os
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import salle
from salle.media import documents
from salle.media.documents import read_image, read_pdf
from salle.media.rules import (
    Empty,
    Encrypted,
    MediaError,
    TooComplex,
    TooManyPages,
    TooManyPixels,
    TypeNotAllowed,
    Unreadable,
)
from tests.media.files import FONT, files_in, pdf, stream


@pytest.fixture(autouse=True)
async def no_process_outlives_a_test() -> AsyncIterator[None]:
    others = children_of(os.getpid())  # the services of other tests of this worker
    yield
    assert children_of(os.getpid()) <= others


def children_of(pid: int) -> set[int]:
    """By what each process says of its parent: threads of the parent may end meanwhile."""
    everybody = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return {each for each in everybody if state_and_parent(each)[1:] == [str(pid)]}


def is_running(pid: int) -> bool:
    return state_and_parent(pid)[:1] not in ([], ["Z"])


def state_and_parent(pid: int) -> list[str]:
    """Nothing, if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return []


def slow_pdf() -> bytes:
    """Honest work for half a minute."""
    line = b"BT /F 4 Tf 5 %d Td (Lorem ipsum dolor sit amet, consectetur) Tj ET\n"
    return pdf(b"".join(line % y for y in range(100)), pages=300)


def bomb() -> bytes:
    """A quarter of a megabyte that unpacks into 200 MB of operators."""
    packed = zlib.compressobj(9)
    part = b"0 0 m 9 9 l S\n" * (1 << 16)
    data = b"".join(packed.compress(part) for _ in range(200_000_000 // len(part)))
    return pdf(data + packed.flush(), entries=b"/Filter/FlateDecode")


def self_reference() -> bytes:
    """A form that draws itself twice."""
    resources = b"/Resources<</XObject<</X 5 0 R>>>>"
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + resources)
    whole = pdf(b"/X Do", more=(form,))
    return whole.replace(FONT, resources.ljust(len(FONT)))


def locked() -> bytes:
    secrets = b"/O<%s>/U<%s>" % (b"5a" * 32, b"a5" * 32)
    key = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4%s>>/ID[<00><00>]" % secrets
    return pdf(b"", trailer=key)


def huge_png() -> bytes:
    """20 000 × 20 000 pixels, declared and never sent."""
    png = BytesIO()
    Image.new("1", (1, 1)).save(png, "PNG")
    data = bytearray(png.getvalue())
    data[16:24] = (20_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def half(form: str) -> bytes:
    whole = BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(whole, form)
    return whole.getvalue()[: len(whole.getvalue()) // 2]


HTML = b"<html><script>alert(1)</script></html>"

HOSTILE_PDFS: dict[str, tuple[Callable[[], bytes], type[MediaError]]] = {
    "unpacks without end": (bomb, TooComplex),
    "one page too many": (lambda: pdf(b"", pages=301), TooManyPages),
    "locked": (locked, Encrypted),
    "nothing but a header": (lambda: b"%PDF-1.7\n", Unreadable),
    "no page": (lambda: pdf(b"", pages=0), Unreadable),
    "a text": (lambda: b"Bonjour", TypeNotAllowed),
    "a web page": (lambda: HTML, TypeNotAllowed),
    "a web page that names the format": (lambda: HTML + b"%PDF-1.7", TypeNotAllowed),
    "a picture": (lambda: half("PNG"), TypeNotAllowed),
    "nothing": (lambda: b"", Empty),
}


@pytest.mark.parametrize("name", HOSTILE_PDFS)
async def test_a_hostile_pdf_is_refused_and_leaves_nothing(
    name: str, tmp_path: Path, out: Path
) -> None:
    build, refusal = HOSTILE_PDFS[name]
    path = tmp_path / "upload"
    path.write_bytes(build())

    with pytest.raises(MediaError) as refused:
        await read_pdf(path, out)

    assert type(refused.value) is refusal
    assert files_in(out) == []


HOSTILE_IMAGES: dict[str, tuple[Callable[[], bytes], type[MediaError]]] = {
    "declares 400 million pixels": (huge_png, TooManyPixels),
    "half a PNG": (lambda: half("PNG"), Unreadable),
    "half a JPEG": (lambda: half("JPEG"), Unreadable),
    "half a WebP": (lambda: half("WEBP"), Unreadable),
    "half a GIF": (lambda: half("GIF"), Unreadable),
    "a drawing that runs scripts": (lambda: b"<svg onload='alert(1)'/>", TypeNotAllowed),
    "a TIFF": (lambda: b"II*\0" + bytes(100), TypeNotAllowed),
    "a web page behind the first bytes of a PNG": (
        lambda: b"\x89PNG\r\n\x1a\n" + HTML,
        Unreadable,
    ),
    "a PDF": (lambda: pdf(b""), TypeNotAllowed),
    "nothing": (lambda: b"", Empty),
}


@pytest.mark.parametrize("name", HOSTILE_IMAGES)
async def test_a_hostile_image_is_refused_and_leaves_nothing(
    name: str, tmp_path: Path, out: Path
) -> None:
    build, refusal = HOSTILE_IMAGES[name]
    path = tmp_path / "upload"
    path.write_bytes(build())

    with pytest.raises(MediaError) as refused:
        await read_image(path, out)

    assert type(refused.value) is refusal
    assert files_in(out) == []


async def test_a_web_page_hidden_in_a_picture_does_not_come_through(
    tmp_path: Path, out: Path
) -> None:
    path = tmp_path / "polyglot.gif"
    Image.new("P", (8, 8)).save(path, comment=HTML)
    path.write_bytes(path.read_bytes() + HTML)

    read = await read_image(path, out)

    assert b"<script>" not in read.file.read_bytes()


async def test_a_form_that_draws_itself_ends(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "upload.pdf"
    path.write_bytes(self_reference())

    with pytest.raises(TooComplex):
        await read_pdf(path, out)


@pytest.mark.parametrize(("limit", "seconds"), [("SECONDS", 1.0), ("SECONDS_A_PAGE", 0.01)])
async def test_work_that_takes_too_long_is_stopped(
    limit: str, seconds: float, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, limit, seconds)
    path = tmp_path / "slow.pdf"
    path.write_bytes(slow_pdf())

    with pytest.raises(TooComplex):
        await read_pdf(path, out)

    assert files_in(out) == []


async def test_whoever_gives_up_leaves_nothing_running(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(slow_pdf())
    started = asyncio.Event()
    reading = asyncio.create_task(read_pdf(path, out, on_page=lambda *_: started.set()))
    await started.wait()

    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading
    assert files_in(out) == []


async def test_the_parser_dies_with_the_server(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(slow_pdf())
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import asyncio, pathlib, sys\n"
        "from salle.media.documents import read_pdf\n"
        "path, out = map(pathlib.Path, sys.argv[1:])\n"
        "asyncio.run(read_pdf(path, out, on_page=lambda *_: print('page', flush=True)))\n",
        str(path),
        str(out),
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(Path(salle.__file__).parents[1])},
    )
    assert server.stdout
    assert await server.stdout.readline() == b"page\n"
    (parser,) = children_of(server.pid)

    server.kill()
    await server.wait()

    async with asyncio.timeout(10):
        while is_running(parser):  # noqa: ASYNC110 - the end of another's child cannot be awaited
            await asyncio.sleep(0.01)


async def test_files_wait_their_turn(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(slow_pdf())
    at_once: list[int] = []
    enough = asyncio.Event()
    others = children_of(os.getpid())

    def look(*_: int) -> None:
        at_once.append(len(children_of(os.getpid()) - others))
        if len(at_once) == 20:
            enough.set()

    everything = [asyncio.create_task(read_pdf(path, out, on_page=look)) for _ in range(4)]
    await enough.wait()
    for each in everything:
        each.cancel()
    await asyncio.gather(*everything, return_exceptions=True)

    assert max(at_once) == documents.AT_ONCE


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_in_place_of_a_picture_is_refused(
    link: Callable[[Path, Path], None], tmp_path: Path, out: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    work = tmp_path / "work"
    work.mkdir()
    link(secret, work / "1.webp")

    with pytest.raises(Unreadable):
        documents._take(work, out, 1)

    assert files_in(out) == []


@pytest.mark.parametrize(
    "line",
    [b"{}\n", b"[]\n", b'{"page": 1, "of": 301}\n', b"not json\n", b"x" * 70_000],
)
async def test_a_line_that_is_not_ours_is_refused(line: bytes) -> None:
    output = asyncio.StreamReader()
    output.feed_data(line)
    output.feed_eof()

    with pytest.raises(Unreadable):
        await documents._next_line(output)
