"""Turns a file that somebody brings into a document: PDF, picture, or what tldraw saved."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from math import log2
from pathlib import Path

from PIL import Image, ImageDraw

from salle.capsules import documents, snapshots
from salle.capsules.documents import image_document
from salle.capsules.records import Document, Record
from salle.capsules.rules import (
    MAX_ASSETS,
    MAX_NOTES,
    MAX_SNAPSHOT_BYTES,
    TooManyAssets,
    TypeNotAllowed,
    title_of_file,
)
from salle.capsules.snapshots import Inline, Lost, Note, Ours, StoredFile
from salle.media.documents import Picture, read_image, read_pdf
from salle.media.models import MediaFile
from salle.media.rules import MAX_IMAGE_BYTES, Format, MediaError, MediaKind, TooLarge, recognise
from salle.media.rules import TypeNotAllowed as NoMedia

Progress = Callable[[int, int], None]
"""Called with how many pages or pictures are done, and of how many."""

KnownFiles = Callable[[set[str]], Awaitable[set[str]]]
"""Which of these ids this server has files for."""

PLACEHOLDER_SIDE = 640
PAPER, INK = "#E9E7E2", "#A5A39D"


@dataclass(frozen=True)
class Arrived:
    """What a file has become: pictures that are to be stored, and the document to be made of them.

    `make_document` takes the stored files, in the order of `pictures`.
    """

    pictures: list[Picture]
    kind: MediaKind
    make_document: Callable[[list[MediaFile]], Document]
    notes: list[Note] = field(default_factory=list)


def kind_of_file(file: Path) -> Format | None:
    """What a file is by its first bytes; None for tldraw's JSON. Refuses everything else."""
    with file.open("rb") as opened:
        head = opened.read(1024)
    size = file.stat().st_size
    try:
        form = recognise(head)
    except NoMedia as error:
        if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
            raise TypeNotAllowed from error
        if size > MAX_SNAPSHOT_BYTES:
            raise TooLarge(limit=MAX_SNAPSHOT_BYTES) from error
        return None
    if form is not Format.PDF and size > MAX_IMAGE_BYTES:
        raise TooLarge(limit=MAX_IMAGE_BYTES)
    return form


async def open_pdf(path: Path, folder: Path, name: str, progress: Progress) -> Arrived:
    pages = await read_pdf(path, folder, on_page=progress)
    title = title_of_file(name)

    def make_document(files: list[MediaFile]) -> Document:
        return image_document(
            [
                stored_picture(file, name=f"{title} – {page.number}".lstrip(" –"), text=page.text)
                for page, file in zip(pages, files, strict=True)
            ]
        )

    return Arrived(list(pages), MediaKind.PAGE, make_document)


async def open_picture(path: Path, folder: Path, name: str, progress: Progress) -> Arrived:
    progress(0, 1)
    picture = await read_image(path, folder)
    progress(1, 1)

    def make_document(files: list[MediaFile]) -> Document:
        return image_document([stored_picture(file, name=title_of_file(name)) for file in files])

    return Arrived([picture], MediaKind.IMAGE, make_document)


def stored_picture(file: MediaFile, *, name: str, text: str = "") -> documents.Picture:
    return documents.Picture(
        file_id=file.id,
        name=name,
        width=file.width,
        height=file.height,
        mime=file.mime,
        text=text,
    )


async def open_snapshot(
    path: Path, folder: Path, progress: Progress, known_files: KnownFiles
) -> Arrived:
    """The document of a file of tldraw's, with every picture in it at an address of ours.

    Pictures inside the file are read like any upload. Nothing is fetched from anywhere: an address
    that is not ours becomes a placeholder, and a note.
    """
    document, notes = await asyncio.to_thread(read_snapshot_file, path)
    sources = {
        record["id"]: source
        for record in documents.records_of(document, "asset")
        if (source := snapshots.source_of(record)) is not None
    }
    if len(sources) > MAX_ASSETS:
        raise TooManyAssets(limit=MAX_ASSETS, count=len(sources))
    known = await known_files({each.file_id for each in sources.values() if isinstance(each, Ours)})
    album = Album(folder)
    for number, (asset_id, source) in enumerate(sources.items()):
        progress(number, len(sources))
        asset = document["store"][asset_id]
        match source:
            case Inline(data):
                try:
                    await album.add(asset_id, data)
                except MediaError as error:
                    name = snapshots.shown_name(asset)
                    notes.append(Note(code="asset_unreadable", address=name, reason=error.code))
                    await album.add_placeholder(asset, lost=name)
            case Lost(address):
                notes.append(Note(code="asset_lost", address=address))
                await album.add_placeholder(asset, lost=address)
            case Ours(file_id) if file_id not in known:
                notes.append(Note(code="asset_lost", address=snapshots.shown_name(asset)))
                await album.add_placeholder(asset, lost=snapshots.shown_name(asset))
            case Ours():
                pass
    progress(len(sources), len(sources))

    def make_document(files: list[MediaFile]) -> Document:
        placed = {
            asset_id: StoredFile(files[place].id, files[place].mime, lost)
            for asset_id, (place, lost) in album.places.items()
        }
        return snapshots.point_to_files(document, placed)

    return Arrived(album.pictures, MediaKind.IMAGE, make_document, notes[:MAX_NOTES])


def read_snapshot_file(path: Path) -> tuple[Document, list[Note]]:
    document, notes = snapshots.read_snapshot(path.read_bytes())
    return snapshots.hush_bookmarks(document), notes


class Album:
    """The pictures that a document needs, in the order in which they are to be stored."""

    def __init__(self, folder: Path) -> None:
        self.pictures: list[Picture] = []
        self.places: dict[str, tuple[int, str | None]] = {}
        """Of each asset: which of the pictures, and what it stands for if that is lost."""
        self._folder = folder
        self._placeholders: dict[tuple[int, int], int] = {}

    async def add(self, asset_id: str, data: bytes) -> None:
        if len(data) > MAX_IMAGE_BYTES:
            raise TooLarge(limit=MAX_IMAGE_BYTES)
        source = self._folder / f"inline-{len(self.pictures)}"
        await asyncio.to_thread(source.write_bytes, data)
        try:
            picture = await read_image(source, self._new_folder())
        finally:
            source.unlink()
        self.places[asset_id] = len(self.pictures), None
        self.pictures.append(picture)

    async def add_placeholder(self, asset: Record, *, lost: str) -> None:
        size = placeholder_size(*snapshots.size_of(asset))
        if size not in self._placeholders:
            file = self._new_folder() / "1.webp"
            await asyncio.to_thread(draw_placeholder, size, file)
            self._placeholders[size] = len(self.pictures)
            self.pictures.append(Picture(width=size[0], height=size[1], file=file))
        self.places[asset["id"]] = self._placeholders[size], lost

    def _new_folder(self) -> Path:
        folder = self._folder / f"picture-{len(list(self._folder.iterdir()))}"
        folder.mkdir()
        return folder


def placeholder_size(width: float, height: float) -> tuple[int, int]:
    """About the form of what is missing; few forms, so that one file serves many."""
    ratio = min(8.0, max(0.125, width / height))
    steps = 2 ** (round(log2(ratio) * 4) / 4)
    if steps >= 1:
        return PLACEHOLDER_SIDE, max(1, round(PLACEHOLDER_SIDE / steps))
    return max(1, round(PLACEHOLDER_SIDE * steps)), PLACEHOLDER_SIDE


def draw_placeholder(size: tuple[int, int], file: Path) -> None:
    """A calm grey picture with a broken link on it."""
    image = Image.new("RGB", (size[0] * 2, size[1] * 2), PAPER)  # twice as large: smooth edges
    draw = ImageDraw.Draw(image)
    middle_x, middle_y, unit = size[0], size[1], min(size) / 6
    width = max(2, round(unit / 3))
    for side in (-1, 1):
        left, right = sorted((middle_x + side * unit * 0.45, middle_x + side * unit * 2.6))
        box = (left, middle_y - unit * 0.75, right, middle_y + unit * 0.75)
        draw.rounded_rectangle(box, radius=unit * 0.75, outline=INK, width=width)
    crack = [
        (middle_x + unit * 0.5, middle_y - unit * 1.5),
        (middle_x - unit * 0.5, middle_y + unit * 1.5),
    ]
    draw.line(crack, fill=PAPER, width=width * 4)
    draw.line(crack, fill=INK, width=width)
    image.resize(size, Image.Resampling.LANCZOS).save(file, "WEBP", quality=80)
