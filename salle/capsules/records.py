"""tldraw's records, as version 3.15.6 writes them: pages, assets, and the shapes that we draw."""

import json
from importlib.resources import files
from typing import Any, TypedDict

from salle.kit.ids import new_id

Record = dict[str, Any]
Store = dict[str, Record]


class Document(TypedDict):
    """What tldraw calls a store snapshot: its records by id, and the schema they are written in."""

    store: Store
    schema: dict[str, Any]


SCHEMA: dict[str, Any] = json.loads((files("salle.capsules") / "schema.json").read_text())
"""tldraw's own, of the version that the web app ships."""

SLIDE_WIDTH, SLIDE_HEIGHT = 1920, 1080
PERSISTED = frozenset({"document", "page", "shape", "asset", "binding"})
"""The kinds of records that are the document. The rest is one browser's view of it."""
SHAPES = frozenset(
    {
        *("arrow", "bookmark", "draw", "embed", "frame", "geo", "group", "highlight"),
        *("image", "line", "note", "text", "video"),
    }
)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def index_key(number: int) -> str:
    """The key of the sibling `number` places after the first: keys sort as their numbers do.

    These are the whole numbers of fractional indexing (a0 … az, b00 …); tldraw makes the keys in
    between when somebody drags a page.
    """
    length = 1
    while number >= len(DIGITS) ** length:
        number -= len(DIGITS) ** length
        length += 1
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return chr(ord("a") + length - 1) + digits


def document_record() -> Record:
    return {
        "id": "document:document",
        "typeName": "document",
        "gridSize": 10,
        "name": "",
        "meta": {},
    }


def page(name: str, *, index: str, page_id: str | None = None) -> Record:
    return {
        "id": page_id or f"page:{new_id()}",
        "typeName": "page",
        "name": name,
        "index": index,
        "meta": {},
    }


def image_asset(file_id: str, *, name: str, width: int, height: int, mime: str) -> Record:
    return {
        "id": f"asset:{new_id()}",
        "typeName": "asset",
        "type": "image",
        "props": {
            "name": name,
            "src": f"/files/{file_id}",
            "w": width,
            "h": height,
            "mimeType": mime,
            "isAnimated": False,
        },
        "meta": {},
    }


def shape(
    kind: str,
    props: dict[str, Any],
    *,
    parent_id: str,
    index: str,
    x: float,
    y: float,
    is_locked: bool = False,
    rotation: float = 0,
    opacity: float = 1,
    meta: dict[str, Any] | None = None,
) -> Record:
    return {
        "id": f"shape:{new_id()}",
        "typeName": "shape",
        "type": kind,
        "parentId": parent_id,
        "index": index,
        "x": x,
        "y": y,
        "rotation": rotation,
        "isLocked": is_locked,
        "opacity": opacity,
        "props": props,
        "meta": meta or {},
    }


def image_props(asset_id: str, *, width: float, height: float, alt_text: str) -> dict[str, Any]:
    return {
        "w": width,
        "h": height,
        "playing": True,
        "url": "",
        "assetId": asset_id,
        "crop": None,
        "flipX": False,
        "flipY": False,
        "altText": alt_text,
    }


def rich_text(text: str, *, is_bold: bool = False) -> dict[str, Any]:
    """Lines of plain text in the form of tldraw's text editor."""
    marks = {"marks": [{"type": "bold"}]} if is_bold else {}
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": line} | marks]}
            if line
            else {"type": "paragraph"}
            for line in text.split("\n")
        ],
    }
