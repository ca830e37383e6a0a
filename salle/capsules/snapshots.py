"""Reads what tldraw, and products built on it, save as files; finds the pictures in them.

Four shapes exist: `.tldr` files, `{document, session}`, `{store, schema}`, and Pratico's JSON array
that holds `{store, schema}` as one string. The schema may be many years old.
"""

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import unquote_to_bytes, urlsplit

from salle.capsules.documents import is_kept, read_document
from salle.capsules.records import SCHEMA, SHAPES, Document, Record, document_record
from salle.capsules.rules import MAX_VALUES, DocumentInvalid, NewerTldraw, NotJson, NotTldraw
from salle.media.rules import MEDIA_ID


class Note(TypedDict, total=False):
    """Something that the person who imports should know; the web app has the sentences."""

    code: str
    address: str
    reason: str
    kinds: list[str]
    count: int


@dataclass(frozen=True)
class Inline:
    """A picture that the file carries in itself."""

    data: bytes


@dataclass(frozen=True)
class Ours:
    """A file that this server may have."""

    file_id: str


@dataclass(frozen=True)
class Lost:
    """An address that nobody here will ever ask; `address` is what is left of it to show."""

    address: str


Source = Inline | Ours | Lost | None


@dataclass(frozen=True)
class StoredFile:
    """What an asset is pointed to; `lost` says which address it had, if this only stands for it."""

    file_id: str
    mime: str
    lost: str | None = None


FILE_FORMAT = 1
MAX_ADDRESS = 120
OUR_FILE = re.compile(rf"/files/({MEDIA_ID})")


def read_snapshot(data: bytes) -> tuple[Document, list[Note]]:
    """The document in a file, and notes on what could not be taken along."""
    raw = unwrap(read_json(data))
    schema = raw["schema"]
    if isinstance(schema, dict) and is_newer(schema):
        raise NewerTldraw
    store, notes = keep_what_we_can_draw(raw["store"])
    try:
        return read_document({"store": store, "schema": schema}), notes
    except DocumentInvalid as error:
        raise NotTldraw(**error.details) from error


def read_json(data: bytes) -> object:
    # Every object and list costs memory: they are counted before any is made.
    if data.count(b"{") + data.count(b"[") > MAX_VALUES:
        raise NotJson(reason="too_many_values")
    try:
        return json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def unwrap(raw: object) -> dict[str, Any]:
    """`{store, schema}`, whichever of the four shapes it came in."""
    if isinstance(raw, list) and len(raw) == 1:
        inner = raw[0]
        raw = read_json(inner.encode(errors="replace")) if isinstance(inner, str) else inner
    if isinstance(raw, dict) and isinstance(raw.get("document"), dict):
        raw = raw["document"]
    if not isinstance(raw, dict):
        raise NotTldraw
    if isinstance(raw.get("records"), list):
        version = raw.get("tldrawFileFormatVersion")
        if isinstance(version, int) and version > FILE_FORMAT:
            raise NewerTldraw
        records = raw["records"]
        store = {
            record["id"]: record
            for record in records
            if isinstance(record, dict) and isinstance(record.get("id"), str)
        }
        raw = {"store": store, "schema": raw.get("schema")}
    if not isinstance(raw.get("store"), dict) or "schema" not in raw:
        raise NotTldraw
    return raw


def is_newer(schema: Mapping[str, Any]) -> bool:
    """True if any of the sequences that we know has gone further than ours."""
    if schema.get("schemaVersion") == 1:
        return False
    sequences = schema.get("sequences")
    ours = SCHEMA["sequences"]
    if not isinstance(sequences, dict):
        return False
    return any(
        isinstance(version, int) and version > ours[name]
        for name, version in sequences.items()
        if name in ours
    )


def keep_what_we_can_draw(store: Mapping[str, Any]) -> tuple[dict[str, Any], list[Note]]:
    """Without shapes that another product added to tldraw, nor what hangs on them.

    One record that tldraw does not know would keep it from opening the whole document.
    """
    kept = {key: record for key, record in store.items() if is_kept(record)}
    shapes = {key: record for key, record in kept.items() if is_of_kind(record, "shape")}
    unknown = Counter(
        str(record.get("type"))[:50]
        for record in shapes.values()
        if record.get("type") not in SHAPES
    )
    standing = shapes_on_pages(kept, shapes)
    kept = {
        key: record
        for key, record in kept.items()
        if (key not in shapes or key in standing)
        and not (is_of_kind(record, "binding") and hangs_loose(record, standing))
    }
    kept.setdefault("document:document", document_record())
    if not unknown:
        return kept, []
    note = Note(code="shapes_unknown", kinds=sorted(unknown)[:10], count=unknown.total())
    return kept, [note]


def shapes_on_pages(store: Mapping[str, Any], shapes: Mapping[str, Record]) -> set[str]:
    """The shapes of known kinds that stand on a page, or on others that do."""
    children: dict[str, list[str]] = {}
    for key, record in shapes.items():
        parent = record.get("parentId")
        if isinstance(parent, str) and record.get("type") in SHAPES:
            children.setdefault(parent, []).append(key)
    standing: set[str] = set()
    waiting = [key for key, record in store.items() if is_of_kind(record, "page")]
    while waiting:
        found = children.pop(waiting.pop(), [])
        standing.update(found)
        waiting.extend(found)
    return standing


def hangs_loose(binding: Record, standing: AbstractSet[str]) -> bool:
    ends = (binding.get("fromId"), binding.get("toId"))
    return not all(isinstance(end, str) and end in standing for end in ends)


def is_of_kind(record: object, kind: str) -> bool:
    return isinstance(record, dict) and record.get("typeName") == kind


def source_of(asset: Record) -> Source:
    """Where the bytes of an asset are; None if it has none (a bookmark, an upload never ended)."""
    address = asset["props"].get("src")
    if asset["type"] not in ("image", "video") or not isinstance(address, str) or not address:
        return None
    if address.startswith("data:"):
        data = read_data_url(address)
        return Lost("data:") if data is None else Inline(data)
    ours = find_ours(address)
    return Ours(ours) if ours else Lost(shown_address(address))


def find_ours(address: str) -> str | None:
    """The id of the file, if an address is one of this server's."""
    found = OUR_FILE.fullmatch(address)
    return found[1] if found else None


def read_data_url(address: str) -> bytes | None:
    head, comma, body = address.partition(",")
    if not comma:
        return None
    try:
        if head.endswith(";base64"):
            return base64.b64decode(body, validate=True)
        return unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None


def shown_address(address: str) -> str:
    """Host and file name. The rest of an address may hold a key, and is not passed on."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    name = parts.path.rsplit("/", 1)[-1]
    shown = f"{parts.hostname or ''}/{name}".strip("/") or parts.scheme or "?"
    return "".join(each for each in shown if each.isprintable())[:MAX_ADDRESS]


def shown_name(asset: Record) -> str:
    name = asset["props"].get("name")
    plain = "".join(each for each in name if each.isprintable()) if isinstance(name, str) else ""
    return plain[:MAX_ADDRESS] or "?"


def point_to_files(document: Document, files: Mapping[str, StoredFile]) -> Document:
    """The document with these assets, by their ids, at files of ours.

    A video becomes the picture that stands for it. Sizes stay, so that nothing moves on the slide.
    """
    store = {}
    for key, record in document["store"].items():
        if key in files:
            store[key] = pointed_at(record, files[key])
        elif is_of_kind(record, "shape") and record["type"] == "video":
            is_still = record["props"].get("assetId") in files
            store[key] = (
                record | {"type": "image", "props": still(record["props"])} if is_still else record
            )
        else:
            store[key] = record
    return {"store": store, "schema": document["schema"]}


def pointed_at(asset: Record, file: StoredFile) -> Record:
    meta = asset["meta"] if isinstance(asset.get("meta"), dict) else {}
    props = {name: value for name, value in asset["props"].items() if name != "fileSize"}
    return asset | {
        "type": "image",
        "props": props
        | {"src": f"/files/{file.file_id}", "mimeType": file.mime, "isAnimated": False},
        "meta": {**meta, "lost": file.lost} if file.lost else meta,
    }


def still(video: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an image where a video was, in the schema of any year."""
    return {
        "w": video.get("w", 320),
        "h": video.get("h", 180),
        "url": "",
        "assetId": video.get("assetId"),
        "playing": True,
        "crop": None,
        "flipX": False,
        "flipY": False,
        "altText": video.get("altText", ""),
    }


def size_of(asset: Record) -> tuple[float, float]:
    """Width and height of an asset, under today's names or those of old schemas."""
    props = asset["props"]
    width, height = props.get("w", props.get("width")), props.get("h", props.get("height"))
    if (
        isinstance(width, int | float)
        and isinstance(height, int | float)
        and width > 0
        and height > 0
    ):
        return float(width), float(height)
    return 320.0, 180.0


def hush_bookmarks(document: Document) -> Document:
    """Bookmarks keep their link and lose the pictures that they would load from elsewhere."""
    store = {
        key: record
        | {"props": record["props"] | {n: "" for n in ("image", "favicon") if n in record["props"]}}
        if is_of_kind(record, "asset") and record["type"] == "bookmark"
        else record
        for key, record in document["store"].items()
    }
    return {"store": store, "schema": document["schema"]}


def write_tldr(document: Document, inline: Callable[[Record], str | None]) -> Iterator[bytes]:
    """A `.tldr` file, piece by piece; `inline` gives the data: address to write in an asset."""
    head = {"tldrawFileFormatVersion": FILE_FORMAT, "schema": document["schema"]}
    yield json.dumps(head).removesuffix("}").encode() + b', "records": ['
    comma = b""
    for record in document["store"].values():
        address = inline(record) if is_of_kind(record, "asset") else None
        if address is not None:
            record = record | {"props": record["props"] | {"src": address}}  # noqa: PLW2901 - this one, with its picture
        yield comma + json.dumps(record, ensure_ascii=False).encode()
        comma = b",\n"
    yield b"]}\n"
