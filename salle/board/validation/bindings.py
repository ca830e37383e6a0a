"""What holds an end of an arrow to a shape."""

from salle.board.validation import styles
from salle.board.validation.geometry import POINT
from salle.board.validation.objects import ObjectOf
from salle.board.validation.scalars import FLAG, JSON, SHAPE_ID, id_of, one_of

BINDINGS = {
    "arrow": ObjectOf(
        {
            "id": id_of("binding"),
            "typeName": one_of("binding"),
            "type": one_of("arrow"),
            "fromId": SHAPE_ID,
            "toId": SHAPE_ID,
            "props": ObjectOf(
                {
                    "terminal": styles.ARROW_TERMINAL,
                    "normalizedAnchor": POINT,
                    "isExact": FLAG,
                    "isPrecise": FLAG,
                    "snap": styles.ARROW_SNAP,
                }
            ),
            "meta": JSON,
        }
    )
}
