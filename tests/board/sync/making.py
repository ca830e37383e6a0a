"""Values, diffs and messages, made at random."""

from typing import Any

from hypothesis import strategies as st

# Few keys and few values: only so do two objects have something in common.
keys = st.sampled_from(["a", "b", "c", "props", "é", "0", "1"])
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([0.5, 1.0, -1.5, 1e21]),
    st.sampled_from(["", "a", "é\u2028", "🙂"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=7), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)
objects = st.dictionaries(keys, values, max_size=5)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """`props` is an object in every record of tldraw."""
    return {**draw(objects), "props": draw(objects)}


@st.composite
def changed(draw: st.DrawFn, value: Any) -> Any:
    """The value with something in it added, removed or replaced, or as it was."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if draw(st.integers(0, 5))}
        changes = {key: draw(changed(item)) for key, item in kept.items()}
        return {**changes, **draw(st.dictionaries(keys, values, max_size=1))}
    if isinstance(value, list):
        parts = [draw(changed(item)) if not draw(st.integers(0, 3)) else item for item in value]
        tail = draw(st.lists(values, max_size=2))
        return parts[: draw(st.integers(0, len(parts)))] if draw(st.booleans()) else parts + tail
    return draw(st.one_of(st.just(value), values))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    before = draw(records())
    after = draw(changed(before))
    props = after.get("props")
    return before, {**after, "props": props if isinstance(props, dict) else {}}


@st.composite
def diffs_for(draw: st.DrawFn, value: Any) -> dict[str, list[Any]]:
    """A diff that fits the value here and there, and elsewhere does not."""
    if isinstance(value, list):
        spots = [str(index) for index in range(len(value) + 1)]
        chosen = draw(st.lists(st.sampled_from(spots), max_size=3, unique=True))
        return {spot: draw(ops_for(get_item(value, int(spot)), in_list=True)) for spot in chosen}
    chosen = draw(st.lists(st.sampled_from([*value, "a", "new"]), max_size=3, unique=True))
    return {key: draw(ops_for(value.get(key))) for key in chosen}


def get_item(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else None


@st.composite
def ops_for(draw: st.DrawFn, value: Any, *, in_list: bool = False) -> list[Any]:
    kinds = ["put", "append", "patch"] if in_list else ["put", "append", "patch", "delete"]
    kind = draw(st.sampled_from(kinds))
    if kind == "put":
        return ["put", draw(st.one_of(st.just(value), values))]
    if kind == "append":
        length = len(value) if isinstance(value, list) else 0
        offset = draw(st.sampled_from([length, length + 1]))
        return ["append", draw(st.lists(values, min_size=1, max_size=2)), offset]
    if kind == "patch":
        inner = value if isinstance(value, dict | list) else {}
        return ["patch", draw(diffs_for(inner))]
    return ["delete"]
