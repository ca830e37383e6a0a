"""What Salle asks of a record beyond tldraw, so that nobody can hurt others with a valid one.

No tool of tldraw's makes what is refused here. Each rule keeps one thing from happening in the
browser of everybody else:

V1  Pictures and films come from this server's files, so that nobody learns who looks at a slide,
    and no picture calls an address of this server that does something.
V2  Bookmarks and embeds lead where tldraw's links may lead, which tldraw does not ask of them.
V3  Formatted text has the nodes that tldraw's editor knows: it throws at others while measuring.
V4  Numbers are in a range in which their sums and quotients are finite. tldraw throws at a camera
    that is not, which is what following somebody, or showing all shapes, would make.
V5  A cloud has a number of bumps that can be drawn; tldraw makes all of them at once.
V6  A line has two points, a stroke a segment, a segment a point: tldraw's geometry throws at less.
V7  A crop leaves something of the picture.
V8  An index key has nothing but its 62 characters, and not too many. When somebody moves the
    neighbour, tldraw's arithmetic throws at others, or goes on until memory ends.
V9  Nothing is in itself or bound to itself, which tldraw would follow for ever.
V10 No key is `__proto__`, which JavaScript takes for something else when a diff sets it, and what
    is an object to tldraw's tools is no array.
V11 A record has a limited size.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

import orjson

from salle.board.sync.limits import RECORD_SIZE
from salle.board.validation.links import LINK_SCHEMES, is_url_of
from salle.board.validation.objects import Diff, InvalidRecord
from salle.board.validation.rich_text import check_nodes
from salle.board.validation.shapes import PROPS

Values = Mapping[str, Any]

FARTHEST = 1e8
"""In pixels of the board. A slide is 1,920 wide; tldraw's smallest zoom shows some 100,000."""
SMALLEST, LARGEST = 1e-3, 1e7
"""Of widths, heights, scales and zooms."""
MOST_BUMPS, BUMP = 100_000, 50
"""Of a cloud; a bump is 50 pixels long, or as long as the shorter side if that is less."""
FEWEST_POINTS = 2
LONGEST_INDEX = 150
"""Characters. 62 to the power of 172 is infinite in JavaScript."""
INDEX = re.compile(rf"[0-9A-Za-z]{{1,{LONGEST_INDEX}}}")
OUR_FILE = re.compile(r"/files/[0-9A-Za-z_-]{1,64}")
FREE = frozenset({"meta", "lastActivityTimestamp"})
"""Fields whose numbers nobody draws with."""


class Rule(NamedTuple):
    """A check of a record, and the fields (`props.w`) that its verdict hangs on."""

    reads: frozenset[str]
    check: Callable[[Values], None]


def check_limits(record: Values) -> int:
    """The size of a valid record in bytes of JSON; raises InvalidRecord if it breaks a rule."""
    check_values(record)
    for rule in rules_of(record):
        rule.check(record)
    return measure(record)


def check_changed_limits(after: Values, diff: Diff, size: int) -> int:
    """A size that the valid record `after` does not exceed; raises if the diff breaks a rule.

    `size` is what this or `check_limits` said of the record before. Nothing but what the diff
    touches is looked at, even if the record came in by another way and breaks a rule elsewhere.
    """
    check_values(diff)
    touched = touched_by(diff)
    for rule in rules_of(after):
        if not rule.reads.isdisjoint(touched):
            rule.check(after)
    size += len(encode(diff))  # which spells out all that it adds
    return size if size <= RECORD_SIZE else measure(after)


def touched_by(diff: Diff) -> set[str]:
    operation = diff.get("props", ("patch", {}))
    if operation[0] == "patch":
        return {*diff, *(f"props.{name}" for name in operation[1])}
    return {*diff, *ALL_PROPS}


def measure(record: Values) -> int:
    size = len(encode(record))
    if size > RECORD_SIZE:
        raise InvalidRecord("too large")
    return size


def encode(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise InvalidRecord("cannot be written as JSON") from error


def check_values(entries: Values) -> None:
    """Of a record, or of a diff, whose operations have in them all that is new."""
    for name, value in entries.items():
        farthest = inf if name in FREE else FARTHEST
        rest: list[Any] = [value]
        while rest:
            each = rest.pop()
            if type(each) is dict:
                if "__proto__" in each:
                    raise InvalidRecord("a key that JavaScript misreads", name)
                rest.extend(each.values())
            elif type(each) is list:
                rest.extend(each)
            elif type(each) in NUMBERS and not -farthest <= each <= farthest:
                raise InvalidRecord("too large a number", name)


NUMBERS = frozenset({int, float})


def check_index(index: str) -> None:
    if INDEX.fullmatch(index) is None:
        raise InvalidRecord("an index that others cannot count from")


def check_size(size: float) -> None:
    if not SMALLEST <= size <= LARGEST:
        raise InvalidRecord("too small or too large")


def check_segments(segments: list[Values]) -> None:
    if not (segments and all(segment["points"] for segment in segments)):
        raise InvalidRecord("without a point")


def check_line_points(points: object) -> None:
    if type(points) is not dict or len(points) < FEWEST_POINTS:
        raise InvalidRecord("not a line")
    for point in points.values():
        check_index(point["index"])


def check_crop(crop: Values | None) -> None:
    if crop is not None:
        first, last = crop["topLeft"], crop["bottomRight"]
        check_size(last["x"] - first["x"])
        check_size(last["y"] - first["y"])


def check_our_file(src: str | None) -> None:
    if src and OUR_FILE.fullmatch(src) is None:
        raise InvalidRecord("not a file of this server")


def check_link(link: str | None) -> None:
    if link and not is_url_of(link, LINK_SCHEMES):
        raise InvalidRecord("not a link")


def check_camera(camera: Values | None) -> None:
    if camera is not None:
        check_size(camera["z"])


def check_screen(bounds: Values | None) -> None:
    if bounds is not None:
        check_size(bounds["w"])
        check_size(bounds["h"])


def check_cloud(record: Values) -> None:
    props = record["props"]
    shortest, longest = sorted((max(props["w"], 1), max(props["h"] + props["growY"], 1)))
    if props["geo"] == "cloud" and longest > MOST_BUMPS * min(shortest, BUMP):
        raise InvalidRecord("too many bumps", "props", "geo")


def check_parent(record: Values) -> None:
    if record["parentId"] == record["id"]:
        raise InvalidRecord("in itself", "parentId")


def check_ends(record: Values) -> None:
    if record["fromId"] == record["toId"]:
        raise InvalidRecord("bound to itself", "toId")


def check_object(value: object) -> None:
    if type(value) is not dict:
        raise InvalidRecord("not an object")


def field(path: str, check: Callable[[Any], None]) -> Rule:
    """The rule that the value at a path passes the check."""
    names = path.split(".")

    def check_record(record: Values) -> None:
        value: Any = record
        for name in names:
            value = value[name]
        try:
            check(value)
        except InvalidRecord as error:
            for name in reversed(names):
                error.below(name)
            raise

    return Rule(frozenset({path}), check_record)


PROP_CHECKS: Mapping[str, Callable[[Any], None]] = {
    "w": check_size,
    "h": check_size,
    "scale": check_size,
    "richText": check_nodes,
    "segments": check_segments,
    "crop": check_crop,
}
"""Of shapes, whatever their kind."""
SHAPE_RULES = (
    field("index", check_index),
    Rule(frozenset({"parentId"}), check_parent),
)
OWN_RULES: Mapping[str, Sequence[Rule]] = {
    "embed": (field("props.url", check_link),),
    "geo": (Rule(frozenset({"props.w", "props.h", "props.growY", "props.geo"}), check_cloud),),
    "group": (field("props", check_object),),
    "line": (field("props.points", check_line_points),),
}
SHAPES: Mapping[str, Sequence[Rule]] = {
    kind: (
        *SHAPE_RULES,
        *(field(f"props.{name}", PROP_CHECKS[name]) for name in props if name in PROP_CHECKS),
        *OWN_RULES.get(kind, ()),
    )
    for kind, props in PROPS.items()
}
FILE_RULES = (field("props.src", check_our_file),)
ASSETS: Mapping[str, Sequence[Rule]] = {
    "image": FILE_RULES,
    "video": FILE_RULES,
    "bookmark": (
        field("props.src", check_link),
        field("props.image", check_our_file),
        field("props.favicon", check_our_file),
    ),
}
RULES: Mapping[str, Sequence[Rule]] = {
    "binding": (Rule(frozenset({"fromId", "toId"}), check_ends),),
    "document": (field("gridSize", check_size),),
    "page": (field("index", check_index),),
    "instance_presence": (
        field("camera", check_camera),
        field("screenBounds", check_screen),
    ),
}


ALL_PROPS = frozenset(
    name
    for kinds in (SHAPES, ASSETS)
    for rules in kinds.values()
    for rule in rules
    for name in rule.reads
)


def rules_of(record: Values) -> Sequence[Rule]:
    match record["typeName"]:
        case "shape":
            return SHAPES[record["type"]]
        case "asset":
            return ASSETS[record["type"]]
        case other:
            return RULES[other]
