"""One page as a tree of shapes: who is inside whom, in which order, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from salle.board.drawing.records import Props, read_number, read_point, read_props
from salle.board.drawing.transforms import Transform

SHAPE_LIMIT = 5_000  # of one page; the editor itself stops at 4,000
DEPTH_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Shape:
    id: str
    type: str
    index: str
    props: Props
    opacity: float  # its own times that of its ancestors
    local: Transform
    placing: Transform  # on the page


@dataclass(frozen=True, slots=True)
class Binding:
    target: str
    props: Props


@dataclass(slots=True)
class Scene:
    assets: Mapping[str, Props]
    shapes: dict[str, Shape] = field(default_factory=dict)
    children: dict[str, list[Shape]] = field(default_factory=dict)
    bindings: dict[tuple[str, str], Binding] = field(default_factory=dict)
    lost: int = 0  # shapes beyond the limits


def read_scene(store: Mapping[str, object], page_id: str) -> Scene:
    """The shapes that hang from the page. A ring of parents hangs from nothing."""
    below: dict[str, list[tuple[str, Mapping[str, object]]]] = {}
    assets: dict[str, Props] = {}
    bindings: dict[tuple[str, str], Binding] = {}
    for record_id, record in store.items():
        if not isinstance(record, Mapping):
            continue
        match record_id.partition(":")[0]:
            case "shape":
                parent = record.get("parentId")
                if isinstance(parent, str):
                    below.setdefault(parent, []).append((record_id, record))
            case "asset":
                assets[record_id] = read_props(record)
            case "binding":
                _read_binding(record, bindings)
    scene = Scene(assets, bindings=bindings)
    waiting = [(page_id, Transform(), 1.0, 0)]
    while waiting:
        parent_id, around, opacity, depth = waiting.pop()
        children = []
        for record_id, record in below.get(parent_id, ()):
            if depth >= DEPTH_LIMIT or len(scene.shapes) >= SHAPE_LIMIT:
                scene.lost += 1
                continue
            shape = _read_shape(record_id, record, around, opacity)
            scene.shapes[record_id] = shape
            children.append(shape)
            waiting.append((record_id, shape.placing, shape.opacity, depth + 1))
        scene.children[parent_id] = sorted(children, key=lambda shape: (shape.index, shape.id))
    return scene


def _read_shape(
    record_id: str, record: Mapping[str, object], around: Transform, opacity: float
) -> Shape:
    local = Transform.placing(read_point(record), read_number(record.get("rotation")))
    kind, index = record.get("type"), record.get("index")
    return Shape(
        id=record_id,
        type=kind if isinstance(kind, str) else "",
        index=index if isinstance(index, str) else "",
        props=read_props(record),
        opacity=opacity * read_number(record.get("opacity"), 1.0, 0.0, 1.0),
        local=local,
        placing=around.within(local),
    )


def _read_binding(record: Mapping[str, object], bindings: dict[tuple[str, str], Binding]) -> None:
    source, target = record.get("fromId"), record.get("toId")
    props = read_props(record)
    terminal = props.word("terminal", frozenset({"start", "end"}), "")
    if isinstance(source, str) and isinstance(target, str) and terminal:
        bindings.setdefault((source, terminal), Binding(target, props))
