"""Records as tldraw 3.15.6 makes them."""

from typing import Any

Record = dict[str, Any]


def box(name: str, *, parent_id: str = "page:1", x: float = 0, **props: Any) -> Record:
    return {
        "id": f"shape:{name}",
        "typeName": "shape",
        "type": "geo",
        "parentId": parent_id,
        "index": "a1",
        "x": x,
        "y": 0,
        "rotation": 0,
        "isLocked": False,
        "opacity": 1,
        "meta": {},
        "props": {
            "w": 100,
            "h": 100,
            "geo": "rectangle",
            "dash": "draw",
            "growY": 0,
            "url": "",
            "scale": 1,
            "color": "black",
            "labelColor": "black",
            "fill": "none",
            "size": "m",
            "font": "draw",
            "align": "middle",
            "verticalAlign": "middle",
            "richText": {"type": "doc", "content": [{"type": "paragraph"}]},
            **props,
        },
    }


def page(number: int, *, name: str = "", index: str = "") -> Record:
    return {
        "id": f"page:{number}",
        "typeName": "page",
        "name": name or f"Page {number}",
        "index": index or f"a{number}",
        "meta": {},
    }


def moved(**values: float) -> list[Any]:
    return ["patch", {key: ["put", value] for key, value in values.items()}]


def presence(*, x: float = 0, page_id: str = "page:1", **changes: Any) -> Record:
    """As a client sends it: what says who it is, is for the server to say."""
    return {
        "id": "instance_presence:mine",
        "typeName": "instance_presence",
        "userId": "somebody else",
        "userName": "Somebody Else",
        "color": "#000000",
        "lastActivityTimestamp": 0,
        "followingUserId": None,
        "currentPageId": page_id,
        "selectedShapeIds": [],
        "brush": None,
        "scribbles": [],
        "cursor": {"x": x, "y": 0, "type": "default", "rotation": 0},
        "camera": {"x": 0, "y": 0, "z": 1},
        "screenBounds": {"x": 0, "y": 0, "w": 100, "h": 100},
        "chatMessage": "",
        "meta": {},
        **changes,
    }
