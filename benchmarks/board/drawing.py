"""What people draw: strokes as tldraw's client pushes them, and a document of many shapes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any

from salle.capsules.records import (
    SCHEMA,
    Document,
    Record,
    document_record,
    index_key,
    page,
    rich_text,
    shape,
)

PAGE_ID = "page:page"
PUSHES_OF_A_SHAPE = 60
SHAPES_OF_A_PAGE = 1000

StrokeKey = tuple[str, int]
"""The shape, and how many points it had before: known to the drawer, and seen by the viewers."""


@dataclass(frozen=True)
class Push:
    key: StrokeKey
    message: bytes


def connect_message(request: str) -> bytes:
    return encode(
        {
            "type": "connect",
            "connectRequestId": request,
            "lastServerClock": 0,
            "protocolVersion": 7,
            "schema": SCHEMA,
        }
    )


def draw(name: str, seed: int) -> Iterator[Push]:
    """One person who draws shape after shape, and whose pointer is seen."""
    random = Random(seed)
    clock = count(1)
    presence: list[Any] = ["put", presence_record(name)]
    for number in count(1):
        record = draw_shape(random, PAGE_ID, index_key(number), points=1)
        shape_id = record["id"] = f"shape:{name}-{number}"
        points = 0
        for step in range(PUSHES_OF_A_SHAPE):
            if step == 0:
                op: list[Any] = ["put", record]
                added = 1
            else:
                added = random.randint(1, 3)
                tail = [point(random) for _ in range(added)]
                props: dict[str, Any] = {
                    "segments": ["patch", {"0": ["patch", {"points": ["append", tail, points]}]}]
                }
                if step == PUSHES_OF_A_SHAPE - 1:
                    props["isComplete"] = ["put", True]
                op = ["patch", {"props": ["patch", props]}]
            yield Push(
                (shape_id, points),
                encode(
                    {
                        "type": "push",
                        "clientClock": next(clock),
                        "diff": {shape_id: op},
                        "presence": presence,
                    }
                ),
            )
            points += added
            presence = ["patch", move_pointer(random, step)]


def key_of_patch(diff: dict[str, Any]) -> StrokeKey | None:
    """Which stroke of `draw` a patch shows, if it shows one."""
    for record_id, op in diff.items():
        if not record_id.startswith("shape:"):
            continue
        if op[0] == "put":
            return record_id, 0
        segments = op[1]["props"][1]["segments"][1]
        return record_id, segments["0"][1]["points"][2]
    return None


def point(random: Random) -> dict[str, float]:
    return {
        "x": round(random.uniform(-400, 400), 2),
        "y": round(random.uniform(-300, 300), 2),
        "z": 0.5,
    }


def draw_shape(random: Random, page_id: str, index: str, *, points: int) -> Record:
    props = {
        "color": random.choice(["black", "blue", "red", "green"]),
        "fill": "none",
        "dash": "draw",
        "size": "m",
        "segments": [{"type": "free", "points": [point(random) for _ in range(points)]}],
        "isComplete": points > 1,
        "isClosed": False,
        "isPen": False,
        "scale": 1,
    }
    where = place(random)
    return shape("draw", props, parent_id=page_id, index=index, x=where["x"], y=where["y"])


def text_shape(random: Random, page_id: str, index: str) -> Record:
    props = {
        "color": "black",
        "size": "m",
        "font": "draw",
        "textAlign": "start",
        "w": 200,
        "richText": rich_text(f"Note {index} : à revoir ensemble"),
        "scale": 1,
        "autoSize": True,
    }
    where = place(random)
    return shape("text", props, parent_id=page_id, index=index, x=where["x"], y=where["y"])


def place(random: Random) -> dict[str, float]:
    return {"x": round(random.uniform(0, 1500), 2), "y": round(random.uniform(0, 900), 2)}


def presence_record(name: str) -> Record:
    return {
        "id": f"instance_presence:{name}",
        "typeName": "instance_presence",
        "userId": f"user:{name}",
        "userName": name,
        "lastActivityTimestamp": 1_800_000_000_000,
        "followingUserId": None,
        "color": "#ff0000",
        "camera": {"x": 0, "y": 0, "z": 1},
        "cursor": {"x": 0, "y": 0, "type": "cross", "rotation": 0},
        "screenBounds": {"x": 0, "y": 0, "w": 1440, "h": 900},
        "selectedShapeIds": [],
        "currentPageId": PAGE_ID,
        "brush": None,
        "scribbles": [],
        "chatMessage": "",
        "meta": {},
    }


def move_pointer(random: Random, step: int) -> dict[str, Any]:
    return {
        "cursor": ["put", place(random) | {"type": "cross", "rotation": 0}],
        "lastActivityTimestamp": ["put", 1_800_000_000_000 + 33 * step + random.randint(1, 9)],
    }


def make_document(shapes: int = 0) -> Document:
    """A blank slide and, for a large document, slides full of strokes of usual length and texts."""
    random = Random(shapes)
    records = [document_record(), page("1", index=index_key(1), page_id=PAGE_ID)]
    for number in range(shapes):
        slide, place_on_it = divmod(number, SHAPES_OF_A_PAGE)
        page_id = f"page:{slide + 2}"
        if place_on_it == 0:
            records.append(page(str(slide + 2), index=index_key(slide + 2), page_id=page_id))
        index = index_key(place_on_it + 1)
        if number % 10 == 0:
            records.append(text_shape(random, page_id, index))
        else:
            records.append(draw_shape(random, page_id, index, points=random.randint(10, 34)))
    return {"store": {record["id"]: record for record in records}, "schema": SCHEMA}


def encode(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
