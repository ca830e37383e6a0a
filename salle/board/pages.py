"""The slides of a tldraw document: its pages in order, and the images that they show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PAGE_PREFIX = "page:"
SHAPE_PREFIX = "shape:"
NAME_LIMIT = 200
DEPTH_LIMIT = 64


@dataclass(frozen=True, slots=True)
class PageInfo:
    id: str
    name: str
    index: str


def is_page_id(value: object) -> bool:
    return isinstance(value, str) and value.startswith(PAGE_PREFIX) and value != PAGE_PREFIX


def pages_of(store: Mapping[str, object]) -> list[PageInfo]:
    """The pages by fractional index, which tldraw compares by code point.

    Equal indexes are told apart by id, so that every reader sees the same order.
    """
    pages = []
    for record_id, record in store.items():
        if not is_page_id(record_id) or not isinstance(record, Mapping):
            continue
        if record.get("typeName", "page") != "page":
            continue
        name, index = record.get("name"), record.get("index")
        pages.append(
            PageInfo(
                id=record_id,
                name=name[:NAME_LIMIT] if isinstance(name, str) else "",
                index=index if isinstance(index, str) else "",
            )
        )
    return sorted(pages, key=lambda page: (page.index, page.id))


def image_sources(store: Mapping[str, object], page_ids: Iterable[str]) -> list[str]:
    """The `src` of every image on these pages: what to have at hand before they are drawn.

    Images that the document itself holds (`data:`) are not among them.
    """
    parents: dict[str, object] = {}
    shown: dict[str, object] = {}
    for record_id, record in store.items():
        if isinstance(record, Mapping) and record_id.startswith(SHAPE_PREFIX):
            parents[record_id] = record.get("parentId")
            props = record.get("props")
            if record.get("type") == "image" and isinstance(props, Mapping):
                shown[record_id] = props.get("assetId")
    wanted = set(page_ids)
    sources = []
    for shape_id, asset_id in shown.items():
        if _page_of(shape_id, parents) in wanted and isinstance(asset_id, str):
            asset = store.get(asset_id)
            props = asset.get("props") if isinstance(asset, Mapping) else None
            source = props.get("src") if isinstance(props, Mapping) else None
            if isinstance(source, str) and source and not source.startswith("data:"):
                sources.append(source)
    return list(dict.fromkeys(sources))


def _page_of(shape_id: str, parents: Mapping[str, object]) -> object:
    above: object = shape_id
    for _ in range(DEPTH_LIMIT):
        if not isinstance(above, str) or above not in parents:
            break
        above = parents[above]
    return above
