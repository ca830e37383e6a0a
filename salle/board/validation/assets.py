"""What shapes show: pictures, films, and links to pages."""

from collections.abc import Mapping

from salle.board.validation.objects import Nullable, ObjectOf, Optional, Validator
from salle.board.validation.scalars import (
    ABOVE_ZERO,
    ASSET_ID,
    FLAG,
    JSON,
    NUMBER,
    SRC,
    TEXT,
    one_of,
)

FILE: Mapping[str, Validator] = {
    "w": NUMBER,
    "h": NUMBER,
    "name": TEXT,
    "isAnimated": FLAG,
    "mimeType": Nullable(TEXT),
    "src": Nullable(SRC),
}
PROPS: Mapping[str, Mapping[str, Validator]] = {
    "image": {**FILE, "fileSize": Optional(ABOVE_ZERO)},
    "video": {**FILE, "fileSize": Optional(NUMBER)},
    "bookmark": {
        "title": TEXT,
        "description": TEXT,
        "image": TEXT,
        "favicon": TEXT,
        "src": Nullable(SRC),
    },
}


def asset(kind: str, props: Mapping[str, Validator]) -> ObjectOf:
    return ObjectOf(
        {
            "id": ASSET_ID,
            "typeName": one_of("asset"),
            "type": one_of(kind),
            "props": ObjectOf(props),
            "meta": JSON,
        }
    )


ASSETS = {kind: asset(kind, props) for kind, props in PROPS.items()}
