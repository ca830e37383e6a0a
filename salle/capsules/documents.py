"""A capsule's document: what is one, what it says, and how pages are added to it.

The server knows records, not tldraw: a document in an older schema is kept as it is, and tldraw
brings it up to date in the browser of whoever opens it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from salle.capsules.records import (
    PERSISTED,
    SCHEMA,
    SLIDE_HEIGHT,
    SLIDE_WIDTH,
    Document,
    Record,
    Store,
    document_record,
    image_asset,
    image_props,
    index_key,
    page,
    shape,
)
from salle.capsules.rules import (
    MAX_DOCUMENT_BYTES,
    MAX_PAGES,
    MAX_RECORDS,
    DocumentInvalid,
    DocumentTooLarge,
    TooManyPages,
)
from salle.kit.ids import new_id

MAX_ALT_TEXT = 1_000
MAX_DEPTH = 50
SCHEMA_VERSIONS = (1, 2)


@dataclass(frozen=True)
class Picture:
    """A stored image, and what is written on it."""

    file_id: str
    name: str
    width: int
    height: int
    mime: str
    text: str = ""


def blank_document() -> Document:
    first = page("1", index=index_key(1), page_id="page:page")
    store = {record["id"]: record for record in (document_record(), first)}
    return {"store": store, "schema": deepcopy(SCHEMA)}


def read_document(raw: object) -> Document:
    """The document in what somebody sent, without what belongs to one browser only.

    What is checked is what this server relies on; whether a shape is drawn right is tldraw's to
    say, and a room's board checks every record before it reaches others.
    """
    if not isinstance(raw, Mapping):
        raise DocumentInvalid(reason="not_an_object")
    store, schema = raw.get("store"), raw.get("schema")
    if not isinstance(store, dict) or not isinstance(schema, dict):
        raise DocumentInvalid(reason="no_store")
    if schema.get("schemaVersion") not in SCHEMA_VERSIONS:
        raise DocumentInvalid(reason="unknown_schema")
    kept = {key: read_record(key, record) for key, record in store.items() if is_kept(record)}
    document: Document = {"store": kept, "schema": schema}
    count = len(pages_in_order(document))
    if count == 0:
        raise DocumentInvalid(reason="no_page")
    if count > MAX_PAGES:
        raise TooManyPages(limit=MAX_PAGES, count=count)
    if len(kept) > MAX_RECORDS:
        raise DocumentTooLarge(limit_records=MAX_RECORDS)
    check_size(document)
    return document


def is_kept(record: object) -> bool:
    """Not a record at all is kept here, so that it is refused instead of passed over."""
    kind = record.get("typeName") if isinstance(record, dict) else None
    return not isinstance(kind, str) or kind in PERSISTED


def read_record(key: str, record: object) -> Record:
    kind = record.get("typeName") if isinstance(record, dict) else None
    if (
        not isinstance(record, dict)
        or not isinstance(kind, str)
        or record.get("id") != key
        or not key.startswith(f"{kind}:")
        or not all(isinstance(record.get(name), type_) for name, type_ in _NEEDED[kind].items())
    ):
        raise DocumentInvalid(reason="not_a_record", record=key[:100])
    return record


_NEEDED: Mapping[str, Mapping[str, type]] = {
    "document": {},
    "page": {"name": str, "index": str},
    "shape": {"type": str, "parentId": str, "index": str, "props": dict},
    "asset": {"type": str, "props": dict},
    "binding": {"type": str, "fromId": str, "toId": str},
}


def check_size(document: Document) -> None:
    """Also finds what JSON and UTF-8 cannot hold, which no database would take either."""
    try:
        size = len(json.dumps(document, ensure_ascii=False, allow_nan=False).encode())
    except (ValueError, RecursionError) as error:
        raise DocumentInvalid(reason="not_json") from error
    if size > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge(limit=MAX_DOCUMENT_BYTES, size=size)


def records_of(document: Document, kind: str) -> list[Record]:
    return [record for record in document["store"].values() if record["typeName"] == kind]


def pages_in_order(document: Document) -> list[Record]:
    return sorted(records_of(document, "page"), key=lambda each: (each["index"], each["id"]))


def is_blank(document: Document) -> bool:
    """Nothing on it yet: what is imported takes its place."""
    return len(records_of(document, "page")) == 1 and not records_of(document, "shape")


def is_current(document: Document) -> bool:
    """Written in the schema of the tldraw that we ship, so that its records can join others."""
    return document["schema"] == SCHEMA


def text_of(document: Document) -> str:
    """Everything that is written on the slides, page by page, for search."""
    order = {each["id"]: number for number, each in enumerate(pages_in_order(document))}
    written: list[list[str]] = [[] for _ in order]
    for record in records_of(document, "shape"):
        number = order.get(page_id_of(document["store"], record))
        if number is not None:
            written[number].extend(words_of(record))
    return "\n".join(text for texts in written for text in texts if text)


def page_id_of(store: Store, record: Record) -> str:
    """The page that a shape is on, however deep in frames and groups; "" for a stray one."""
    for _ in range(MAX_DEPTH):
        parent = store.get(record.get("parentId", ""))
        if parent is None:
            return ""
        if parent["typeName"] == "page":
            return str(parent["id"])
        record = parent
    return ""


def words_of(record: Record) -> Iterator[str]:
    props, meta = record["props"], record.get("meta")
    for text in (
        meta.get("text") if isinstance(meta, dict) else None,
        props.get("text"),
        props.get("name"),
    ):
        if isinstance(text, str):
            yield text
    if isinstance(props.get("richText"), dict):
        yield " ".join(texts_in(props["richText"], depth=0))


def texts_in(node: Mapping[str, Any], *, depth: int) -> Iterator[str]:
    text, content = node.get("text"), node.get("content")
    if isinstance(text, str):
        yield text
    if isinstance(content, list) and depth < MAX_DEPTH:
        for each in content:
            if isinstance(each, dict):
                yield from texts_in(each, depth=depth + 1)


def image_document(pictures: Sequence[Picture]) -> Document:
    """A page for each picture, with the picture as its locked background."""
    store: Store = {}
    for number, picture in enumerate(pictures, start=1):
        new_page = page(picture.name, index=index_key(number))
        asset = image_asset(
            picture.file_id,
            name=picture.name,
            width=picture.width,
            height=picture.height,
            mime=picture.mime,
        )
        background = background_shape(asset, page_id=new_page["id"], text=picture.text)
        store |= {record["id"]: record for record in (new_page, asset, background)}
    store["document:document"] = document_record()
    return read_document({"store": store, "schema": deepcopy(SCHEMA)})


def background_shape(asset: Record, *, page_id: str, text: str) -> Record:
    """The picture as large as the slide allows, in its middle, where nobody drags it by mistake."""
    width, height = asset["props"]["w"], asset["props"]["h"]
    scale = min(SLIDE_WIDTH / width, SLIDE_HEIGHT / height)
    width, height = width * scale, height * scale
    return shape(
        "image",
        image_props(asset["id"], width=width, height=height, alt_text=text[:MAX_ALT_TEXT]),
        parent_id=page_id,
        index=index_key(1),
        x=(SLIDE_WIDTH - width) / 2,
        y=(SLIDE_HEIGHT - height) / 2,
        is_locked=True,
        meta={"text": text} if text else {},
    )


@dataclass(frozen=True)
class Added:
    document: Document
    page_ids: list[str]


def add_document(document: Document, other: Document, *, after_page_id: str | None = None) -> Added:
    """The pages of another document of the same schema, under ids that nobody has used.

    They come after the page named, or last.
    """
    renamed = {
        key: f"{record['typeName']}:{new_id()}"
        for key, record in other["store"].items()
        if record["typeName"] != "document"
    }
    store = document["store"] | {
        renamed[key]: rename(record, renamed)
        for key, record in other["store"].items()
        if key in renamed
    }
    page_ids = [renamed[each["id"]] for each in pages_in_order(other)]
    old = [each["id"] for each in pages_in_order(document)]
    place = old.index(after_page_id) + 1 if after_page_id in old else len(old)
    for number, key in enumerate([*old[:place], *page_ids, *old[place:]], start=1):
        store[key] = store[key] | {"index": index_key(number)}
    return Added(read_document({"store": store, "schema": document["schema"]}), page_ids)


def rename(record: Record, renamed: Mapping[str, str]) -> Record:
    """The record with every id in it exchanged for the new one."""
    result = {
        name: renamed.get(value, value)
        if name in ("id", "parentId", "fromId", "toId") and isinstance(value, str)
        else deepcopy(value)
        for name, value in record.items()
    }
    props = result.get("props")
    if isinstance(props, dict) and isinstance(props.get("assetId"), str):
        props["assetId"] = renamed.get(props["assetId"], props["assetId"])
    return result
