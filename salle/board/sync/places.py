"""Where shapes hang: below a page, or below other shapes (B16)."""

from collections.abc import Callable

from salle.board.sync.diff import Record

DEEPEST = 100
"""Shapes above a shape. Browsers climb them by recursion."""

Look = Callable[[str], Record | None]
"""A record by its id."""


def find_page(look: Look, shape: Record) -> str:
    """Where the chain of parents ends: a page, unless something is missing in between."""
    parent_id: str = shape["parentId"]
    for _ in range(DEEPEST):
        parent = look(parent_id) if parent_id.startswith("shape:") else None
        if parent is None:
            break
        parent_id = parent["parentId"]
    return parent_id


def is_below_a_missing_page(look: Look, shape: Record) -> bool:
    parent_id: str = shape["parentId"]
    return parent_id.startswith("page:") and look(parent_id) is None


def is_in_a_circle(look: Look, shape_id: str, depths: dict[str, int]) -> bool:
    """Whether a shape is its own ancestor, or has more than DEEPEST. `depths` remembers others.

    A parent that is missing ends the chain: the shape is not drawn, and does no harm.
    """
    chain: list[str] = []
    record_id = shape_id
    while record_id not in depths:
        shape = look(record_id) if record_id.startswith("shape:") else None
        if shape is None:
            break
        chain.append(record_id)
        if len(chain) > DEEPEST + 1:
            return True
        record_id = shape["parentId"]
    depth = depths.get(record_id, 0)
    depths.update({record_id: depth + up for up, record_id in enumerate(reversed(chain), 1)})
    return depths.get(shape_id, 0) > DEEPEST + 1
