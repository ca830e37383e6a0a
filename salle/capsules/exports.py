"""A capsule as a file to take away, and its pages as small pictures."""

import asyncio
import base64
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from salle.board.drawing import Asset
from salle.board.pages import pages_of
from salle.board.pdf import PAGE_LIMIT, draw_pdf, draw_png
from salle.capsules.models import Capsule
from salle.capsules.records import Document, Record
from salle.capsules.rules import PageNotFound
from salle.capsules.snapshots import Ours, find_ours, source_of, write_tldr
from salle.media.rules import STORED_MIME
from salle.media.storage import MediaStore

THUMBNAIL_WIDTH = 480
MOST_THUMBNAILS = 1_000
"""In memory; about 20 kB each."""


def export_tldr(capsule: Capsule, store: MediaStore) -> Iterator[bytes]:
    """A file that any tldraw opens, with every picture in it: one is in memory at a time."""

    def inline(asset: Record) -> str | None:
        source = source_of(asset)
        data = read_file(store, source.file_id) if isinstance(source, Ours) else None
        if data is None:
            return None
        return f"data:{STORED_MIME};base64,{base64.b64encode(data).decode()}"

    return write_tldr(cast("Document", capsule.document), inline)


def export_pdf(capsule: Capsule, store: MediaStore) -> bytes:
    """Every slide on a page. It takes a while: call it in a thread."""
    return print_slides(capsule.document["store"], store, title=capsule.title)


def print_slides(records: Mapping[str, object], store: MediaStore, *, title: str) -> bytes:
    """The same, of any document's records; of very many slides, the first of them."""
    page_ids = [page.id for page in pages_of(records)][:PAGE_LIMIT]
    if not page_ids:
        raise PageNotFound
    return draw_pdf(records, page_ids, picture_reader(store), title=title)


class Thumbnails:
    """Pages as pictures. A version of a capsule never changes, so what is drawn stays right."""

    def __init__(self, store: MediaStore) -> None:
        self._store = store
        self._drawn: OrderedDict[tuple[str, int, str], bytes] = OrderedDict()
        self._turn = asyncio.Semaphore(1)  # a list asks for many at once; rooms go first

    def find(self, capsule: Capsule, page_id: str) -> bytes | None:
        key = (capsule.id, capsule.version, page_id)
        if key in self._drawn:
            self._drawn.move_to_end(key)
        return self._drawn.get(key)

    async def draw(self, capsule: Capsule, page_id: str) -> bytes:
        """`page_id` "" is the first page."""
        records = capsule.document["store"]
        ids = [page.id for page in pages_of(records)]
        if not ids or (page_id and page_id not in ids):
            raise PageNotFound
        reader = picture_reader(self._store)
        async with self._turn:
            png = await asyncio.to_thread(
                draw_png, records, page_id or ids[0], reader, width=THUMBNAIL_WIDTH
            )
        self._drawn[capsule.id, capsule.version, page_id] = png
        while len(self._drawn) > MOST_THUMBNAILS:
            self._drawn.popitem(last=False)
        return png


def picture_reader(store: MediaStore) -> Callable[[str], Asset | None]:
    """Gives the drawing the pictures that we store, by their addresses, and no others."""

    def read(address: str) -> Asset | None:
        file_id = find_ours(address)
        data = read_file(store, file_id) if file_id else None
        return None if data is None else Asset(data, STORED_MIME)

    return read


def read_file(store: MediaStore, file_id: str) -> bytes | None:
    try:
        return store.path_of(file_id).read_bytes()
    except FileNotFoundError:
        return None
