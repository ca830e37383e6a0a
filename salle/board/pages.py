"""The slides of a tldraw document: its pages, in the order that the editor shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

PAGE_PREFIX = "page:"
NAME_LIMIT = 200


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
