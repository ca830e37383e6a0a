"""Where somebody is on the board, and what they point at."""

from salle.board.validation import styles
from salle.board.validation.geometry import BOX, POINTS
from salle.board.validation.objects import ListOf, Nullable, ObjectOf
from salle.board.validation.scalars import (
    FLAG,
    JSON,
    NOT_NEGATIVE,
    NUMBER,
    PAGE_ID,
    SHAPE_ID,
    TEXT,
    id_of,
    one_of,
)

SCRIBBLE = ObjectOf(
    {
        "id": TEXT,
        "points": POINTS,
        "size": NOT_NEGATIVE,
        "color": styles.UI_COLOR,
        "opacity": NUMBER,
        "state": styles.SCRIBBLE_STATE,
        "delay": NUMBER,
        "shrink": NUMBER,
        "taper": FLAG,
    }
)
PRESENCE = ObjectOf(
    {
        "typeName": one_of("instance_presence"),
        "id": id_of("instance_presence"),
        "userId": TEXT,
        "userName": TEXT,
        "lastActivityTimestamp": Nullable(NUMBER),
        "followingUserId": Nullable(TEXT),
        "cursor": Nullable(
            ObjectOf({"x": NUMBER, "y": NUMBER, "type": styles.CURSOR, "rotation": NUMBER})
        ),
        "color": TEXT,
        "camera": Nullable(ObjectOf({"x": NUMBER, "y": NUMBER, "z": NUMBER})),
        "screenBounds": Nullable(BOX),
        "selectedShapeIds": ListOf(SHAPE_ID),
        "currentPageId": PAGE_ID,
        "brush": Nullable(BOX),
        "scribbles": ListOf(SCRIBBLE),
        "chatMessage": TEXT,
        "meta": JSON,
    }
)
