"""The thirteen kinds of shapes, by what is in their `props`."""

from collections.abc import Mapping

from salle.board.validation import styles
from salle.board.validation.geometry import POINT, POINTS
from salle.board.validation.objects import DictOf, ListOf, Nullable, ObjectOf, Optional, Validator
from salle.board.validation.rich_text import RICH_TEXT
from salle.board.validation.scalars import (
    ABOVE_ZERO,
    ASSET_ID,
    FLAG,
    INDEX_KEY,
    JSON,
    LINK,
    NOT_NEGATIVE,
    NUMBER,
    OPACITY,
    PARENT_ID,
    SHAPE_ID,
    TEXT,
    one_of,
)

Fields = Mapping[str, Validator]

SIZE: Fields = {"w": ABOVE_ZERO, "h": ABOVE_ZERO}
SEGMENTS = ListOf(ObjectOf({"type": styles.SEGMENT, "points": POINTS}))
STROKE: Fields = {
    "color": styles.COLOR,
    "size": styles.SIZE,
    "segments": SEGMENTS,
    "isComplete": FLAG,
    "isPen": FLAG,
    "scale": ABOVE_ZERO,
}
LABEL: Fields = {
    "labelColor": styles.COLOR,
    "color": styles.COLOR,
    "size": styles.SIZE,
    "font": styles.FONT,
    "align": styles.HORIZONTAL_ALIGN,
    "verticalAlign": styles.VERTICAL_ALIGN,
    "growY": NOT_NEGATIVE,
    "url": LINK,
    "richText": RICH_TEXT,
    "scale": ABOVE_ZERO,
}
PICTURE: Fields = {
    **SIZE,
    "playing": FLAG,
    "url": LINK,
    "assetId": Nullable(ASSET_ID),
    "altText": TEXT,
}
CROP = ObjectOf({"topLeft": POINT, "bottomRight": POINT, "isCircle": Optional(FLAG)})
LINE_POINT = ObjectOf({"id": TEXT, "index": INDEX_KEY, "x": NUMBER, "y": NUMBER})

PROPS: Mapping[str, Fields] = {
    "arrow": {
        "kind": styles.ARROW_KIND,
        "labelColor": styles.COLOR,
        "color": styles.COLOR,
        "fill": styles.FILL,
        "dash": styles.DASH,
        "size": styles.SIZE,
        "arrowheadStart": styles.ARROWHEAD,
        "arrowheadEnd": styles.ARROWHEAD,
        "font": styles.FONT,
        "start": POINT,
        "end": POINT,
        "bend": NUMBER,
        "text": TEXT,
        "labelPosition": NUMBER,
        "scale": ABOVE_ZERO,
        "elbowMidPoint": NUMBER,
    },
    "bookmark": {**SIZE, "assetId": Nullable(ASSET_ID), "url": LINK},
    "draw": {**STROKE, "fill": styles.FILL, "dash": styles.DASH, "isClosed": FLAG},
    "embed": {**SIZE, "url": TEXT},
    "frame": {**SIZE, "name": TEXT, "color": styles.COLOR},
    "geo": {**LABEL, **SIZE, "geo": styles.GEO, "dash": styles.DASH, "fill": styles.FILL},
    "group": {},
    "highlight": STROKE,
    "image": {**PICTURE, "crop": Nullable(CROP), "flipX": FLAG, "flipY": FLAG},
    "line": {
        "color": styles.COLOR,
        "dash": styles.DASH,
        "size": styles.SIZE,
        "spline": styles.SPLINE,
        "points": DictOf(LINE_POINT),
        "scale": ABOVE_ZERO,
    },
    "note": {**LABEL, "fontSizeAdjustment": NOT_NEGATIVE},
    "text": {
        "color": styles.COLOR,
        "size": styles.SIZE,
        "font": styles.FONT,
        "textAlign": styles.TEXT_ALIGN,
        "w": ABOVE_ZERO,
        "richText": RICH_TEXT,
        "scale": ABOVE_ZERO,
        "autoSize": FLAG,
    },
    "video": {**PICTURE, "time": NUMBER, "autoplay": FLAG},
}


def shape(kind: str, props: Fields) -> ObjectOf:
    return ObjectOf(
        {
            "id": SHAPE_ID,
            "typeName": one_of("shape"),
            "type": one_of(kind),
            "x": NUMBER,
            "y": NUMBER,
            "rotation": NUMBER,
            "index": INDEX_KEY,
            "parentId": PARENT_ID,
            "isLocked": FLAG,
            "opacity": OPACITY,
            "props": ObjectOf(props),
            "meta": JSON,
        }
    )


SHAPES = {kind: shape(kind, props) for kind, props in PROPS.items()}
