"""A document on paper: its pages as PDF, and a page as a small picture.

Both are plain functions that take a while: call them by `asyncio.to_thread`. Typst releases
the interpreter lock while it sets.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

import typst

from salle.board.drawing import WIDTH, Assets, Pictures, draw_page
from salle.board.drawing.fonts import FOLDER

PAGE_LIMIT = 300
TITLE_LIMIT = 200
WIDTH_LIMIT = 3840
# One pixel of the board is half a point: a page of 960 by 540 pt, as wide as a wide slide.
_POINTS = 0.5
_INCH = 72.0

# The only source text there is. What comes from people is read from files, as data.
_SOURCE = """
#let document-data = json("document.json")
#set document(title: document-data.title)
#set page(width: 960pt, height: 540pt, margin: 0pt)
#for (place, file) in document-data.files.enumerate() {
  if place > 0 { pagebreak() }
  image(file, width: 100%, height: 100%)
}
"""


def draw_pdf(
    store: Mapping[str, object],
    page_ids: Sequence[str],
    assets: Assets | None = None,
    *,
    title: str,
) -> bytes:
    """The pages in the given order, each filling one sheet; text can be searched and copied.

    Raises ValueError when there is no page, or more than PAGE_LIMIT.
    """
    if not 0 < len(page_ids) <= PAGE_LIMIT:
        raise ValueError(f"a document has 1 to {PAGE_LIMIT} pages, not {len(page_ids)}")
    try:
        return _print(store, page_ids, Pictures(assets), title, _PDF)
    except typst.TypstError:
        # An image that Pillow reads and typst does not: give it one of our own making.
        return _print(store, page_ids, Pictures(assets, afresh=True), title, _PDF)


def draw_png(
    store: Mapping[str, object], page_id: str, assets: Assets | None = None, *, width: int = 480
) -> bytes:
    """The page as a PNG of this many pixels across."""
    if not 0 < width <= WIDTH_LIMIT:
        raise ValueError(f"a picture is 1 to {WIDTH_LIMIT} pixels wide, not {width}")
    form = Form("png", ppi=width * _INCH / (WIDTH * _POINTS))
    return _print(store, [page_id], Pictures(assets), "", form)


class Form(NamedTuple):
    format: Literal["pdf", "png"]
    ppi: float | None = None


_PDF = Form("pdf")


def _print(
    store: Mapping[str, object],
    page_ids: Sequence[str],
    pictures: Pictures,
    title: str,
    form: Form,
) -> bytes:
    with TemporaryDirectory(prefix="salle-") as folder:
        root = Path(folder)
        files = [f"{place}.svg" for place in range(len(page_ids))]
        for file, page_id in zip(files, page_ids, strict=True):
            (root / file).write_text(draw_page(store, page_id, assets=pictures), encoding="utf-8")
        data = {"title": title[:TITLE_LIMIT], "files": files}
        (root / "document.json").write_text(json.dumps(data), encoding="utf-8")
        (root / "main.typ").write_text(_SOURCE, encoding="utf-8")
        printed = typst.compile(
            root / "main.typ",
            root=root,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            format=form.format,
            ppi=form.ppi,
        )
    if not isinstance(printed, bytes):
        raise TypeError("one page at a time makes one picture")
    return printed
