"""One full record of every kind that tldraw takes, and good records at random."""

from random import Random
from typing import Any

Record = dict[str, Any]


def rich_text(text: str = "Bonjour") -> Record:
    node = {"type": "text", "text": text, "marks": [{"type": "bold"}]}
    return {"type": "doc", "content": [{"type": "paragraph", "content": [node]}]}


def shape(kind: str, /, **props: Any) -> Record:
    return {
        "id": f"shape:{kind}",
        "typeName": "shape",
        "type": kind,
        "x": 10.5,
        "y": -3,
        "rotation": 0,
        "index": "a1V",
        "parentId": "page:page",
        "isLocked": False,
        "opacity": 0.5,
        "props": props,
        "meta": {},
    }


def asset(kind: str, /, **props: Any) -> Record:
    return {
        "id": f"asset:{kind}",
        "typeName": "asset",
        "type": kind,
        "props": props,
        "meta": {"source": [None, True, 1.5, {"deep": []}]},
    }


def stroke(*lengths: int) -> list[Record]:
    return [
        {
            "type": "free",
            "points": [{"x": n * 1.25, "y": -n, "z": 0.5} for n in range(length)],
        }
        for length in lengths
    ]


LABEL: Record = {
    "labelColor": "black",
    "color": "light-violet",
    "size": "m",
    "font": "draw",
    "align": "middle",
    "verticalAlign": "start",
    "growY": 0,
    "url": "https://example.com/a?b#c",
    "richText": rich_text(),
    "scale": 1,
}
PICTURE: Record = {
    "w": 100,
    "h": 50.5,
    "playing": True,
    "url": "",
    "assetId": "asset:image",
    "altText": "Une photo",
}
FILE: Record = {
    "w": 1920,
    "h": 1080,
    "name": "photo.webp",
    "isAnimated": False,
    "mimeType": "image/webp",
    "src": "/files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "fileSize": 12345,
}
STROKE: Record = {
    "color": "red",
    "size": "xl",
    "isComplete": False,
    "isPen": True,
    "scale": 1,
}

SAMPLES: list[Record] = [
    shape(
        "arrow",
        kind="elbow",
        labelColor="grey",
        color="blue",
        fill="semi",
        dash="dashed",
        size="s",
        arrowheadStart="none",
        arrowheadEnd="arrow",
        font="mono",
        start={"x": 0, "y": 0},
        end={"x": 10, "y": 0.5, "z": 1},
        bend=-12.5,
        text="",
        labelPosition=0.5,
        scale=1,
        elbowMidPoint=0.5,
    ),
    shape("bookmark", w=300, h=320, assetId=None, url="https://example.com"),
    shape("draw", **STROKE, fill="none", dash="draw", isClosed=False, segments=stroke(3, 2, 1)),
    shape("embed", w=400, h=300, url="https://example.com/embed"),
    shape("frame", w=160, h=90, name="Cadre", color="black"),
    shape("geo", **LABEL, w=100, h=100, geo="rectangle", dash="solid", fill="pattern"),
    shape("group"),
    shape("highlight", **STROKE, segments=stroke(2)),
    shape("image", **PICTURE, crop=None, flipX=False, flipY=True),
    shape(
        "image",
        **PICTURE,
        crop={"topLeft": {"x": 0, "y": 0}, "bottomRight": {"x": 1, "y": 1}, "isCircle": True},
        flipX=False,
        flipY=True,
    ),
    shape(
        "line",
        color="orange",
        dash="dotted",
        size="l",
        spline="cubic",
        points={
            "a1": {"id": "a1", "index": "a1", "x": 0, "y": 0},
            "a2": {"id": "a2", "index": "a2", "x": 10, "y": 10},
        },
        scale=1,
    ),
    shape("note", **LABEL, fontSizeAdjustment=0),
    shape(
        "text",
        color="green",
        size="m",
        font="serif",
        textAlign="end",
        w=20,
        richText=rich_text(),
        scale=2,
        autoSize=True,
    ),
    shape("video", **PICTURE, time=0, autoplay=False),
    asset("image", **FILE),
    asset("video", **FILE),
    asset(
        "bookmark",
        title="Un lien",
        description="",
        image="",
        favicon="",
        src="https://example.com",
    ),
    {
        "id": "binding:1",
        "typeName": "binding",
        "type": "arrow",
        "fromId": "shape:arrow",
        "toId": "shape:geo",
        "props": {
            "terminal": "start",
            "normalizedAnchor": {"x": 0.5, "y": 0.5},
            "isExact": False,
            "isPrecise": True,
            "snap": "edge-point",
        },
        "meta": {},
    },
    {
        "typeName": "document",
        "id": "document:document",
        "gridSize": 10,
        "name": "",
        "meta": {},
    },
    {"typeName": "page", "id": "page:page", "name": "Page 1", "index": "a0", "meta": {}},
    {
        "typeName": "instance_presence",
        "id": "instance_presence:1",
        "userId": "user:1",
        "userName": "Ada",
        "lastActivityTimestamp": 1_763_000_000_000,
        "followingUserId": None,
        "cursor": {"x": 1, "y": 2, "type": "default", "rotation": 0},
        "color": "#ff0000",
        "camera": {"x": 0, "y": 0, "z": 1},
        "screenBounds": {"x": 0, "y": 0, "w": 1280, "h": 720},
        "selectedShapeIds": ["shape:arrow", "shape:"],
        "currentPageId": "page:page",
        "brush": {"x": 0, "y": 0, "w": 10, "h": -10},
        "scribbles": [
            {
                "id": "scribble:1",
                "points": [{"x": 1, "y": 2, "z": 0.5}, {"x": 1.5, "y": 2}],
                "size": 20,
                "color": "laser",
                "opacity": 0.8,
                "state": "active",
                "delay": 1000,
                "shrink": 0.05,
                "taper": True,
            }
        ],
        "chatMessage": "",
        "meta": {},
    },
]


def draw_shape(points: int) -> Record:
    record = shape("draw", **STROKE, fill="none", dash="draw", isClosed=False)
    record["props"]["segments"] = stroke(points)
    return record


def any_value(random: Random, depth: int = 2) -> Any:
    if depth and random.random() < 0.3:
        if random.random() < 0.5:
            return [any_value(random, depth - 1) for _ in range(random.randrange(3))]
        keys = random.sample(["x", "y", "z", "type", "0", "__proto__", "toString"], 2)
        return {key: any_value(random, depth - 1) for key in keys[: random.randrange(3)]}
    return random.choice(SCALARS)


SCALARS: list[Any] = [
    *(None, True, False, 0, 1, -1, 0.0, -0.0, 1.0, 0.5, -0.5, 1.0000000000000002),
    *(2**53 + 1, -(10**30), 1e308, -1e308, 5e-324, 10**308, 3 * 10**307),
    *(10**309, -(10**309), 2**1024 - 2**970, 2**1024 - 2**970 - 1),
    *("", " ", "0", "1", "NaN", "Infinity", "-Infinity", "null", "true", "x", "\ud800", "🎨", "\0"),
    *("constructor", "__proto__", "toString", "shape", "page:", "page:x", "shape:", "shape:x"),
    *("shape", "Shape:x", " shape:x", "asset:", "asset:x", "binding:x", "document:document"),
    *("document:other", "instance_presence:", "camera:x", "a0", "a1V", "Zz", "a10", "b", "b00"),
    *("javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " https://a.b "),
    *("data:text/html,x", "https://a.b", "mailto:a@b.c", "/files/x", "//", "asset:x", "./x", "x"),
]
