"""What a person says on the board: that they are there, and where they point."""

from itertools import count
from random import Random

import orjson

PROTOCOL = 7
PING = b'{"type":"ping"}'
"""The room's protocol has the same."""


class Pointer:
    """The messages of one tab, in the order in which they are to be sent."""

    def __init__(self, page_id: str, schema: object, seed: int) -> None:
        self._page_id = page_id
        self._schema = schema
        self._random = Random(seed)
        self._clock = count(1)
        self._is_seen = False

    def connect(self) -> bytes:
        """A new line: the board knows nothing of where they pointed before."""
        self._is_seen = False
        return orjson.dumps(
            {
                "type": "connect",
                "connectRequestId": "rehearsal",
                "lastServerClock": 0,
                "protocolVersion": PROTOCOL,
                "schema": self._schema,
            }
        )

    def move(self) -> bytes:
        cursor = {
            "x": round(self._random.uniform(0, 1500), 2),
            "y": round(self._random.uniform(0, 900), 2),
            "type": "default",
            "rotation": 0,
        }
        presence: list[object] = ["patch", {"cursor": ["put", cursor]}]
        if not self._is_seen:
            presence = ["put", presence_record(self._page_id) | {"cursor": cursor}]
            self._is_seen = True
        push = {"type": "push", "clientClock": next(self._clock), "presence": presence}
        return orjson.dumps(push)


def presence_record(page_id: str) -> dict[str, object]:
    """The server says itself who somebody is (B18)."""
    return {
        "id": "instance_presence:rehearsal",
        "typeName": "instance_presence",
        "userId": "user:rehearsal",
        "userName": "",
        "lastActivityTimestamp": None,
        "followingUserId": None,
        "color": "#000000",
        "camera": {"x": 0, "y": 0, "z": 1},
        "cursor": None,
        "screenBounds": {"x": 0, "y": 0, "w": 1440, "h": 900},
        "selectedShapeIds": [],
        "currentPageId": page_id,
        "brush": None,
        "scribbles": [],
        "chatMessage": "",
        "meta": {},
    }
