"""Small documents, written as the editor stores them."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from salle.board.pdf import draw_png

PAGE = "page:one"


def page(page_id: str = PAGE, index: str = "a1", name: str = "Un") -> dict[str, Any]:
    return {"id": page_id, "typeName": "page", "index": index, "name": name, "meta": {}}


def shape(kind: str, name: str = "s", /, **fields: Any) -> dict[str, Any]:
    """A shape record; what is not a field of the record becomes a prop."""
    own = {"x", "y", "rotation", "opacity", "parentId", "index"}
    record = {key: value for key, value in fields.items() if key in own}
    props = {key: value for key, value in fields.items() if key not in own}
    return {
        "id": f"shape:{name}",
        "typeName": "shape",
        "type": kind,
        "parentId": PAGE,
        "index": "a1",
        "x": 0,
        "y": 0,
        "rotation": 0,
        "opacity": 1,
        "isLocked": False,
        "meta": {},
        "props": props,
        **record,
    }


def bind(arrow: str, target: str, terminal: str, **props: Any) -> dict[str, Any]:
    return {
        "id": f"binding:{arrow}-{terminal}",
        "typeName": "binding",
        "type": "arrow",
        "fromId": f"shape:{arrow}",
        "toId": f"shape:{target}",
        "props": {
            "terminal": terminal,
            "normalizedAnchor": {"x": 0.5, "y": 0.5},
            "isExact": False,
            "isPrecise": False,
            "snap": "none",
            **props,
        },
    }


def image_asset(source: str, name: str = "picture") -> dict[str, Any]:
    return {
        "id": f"asset:{name}",
        "typeName": "asset",
        "type": "image",
        "props": {"src": source, "w": 8, "h": 6, "name": name, "mimeType": "image/png"},
    }


def store(*records: dict[str, Any]) -> dict[str, Any]:
    return {record["id"]: record for record in (page(), *records)}


def say(*paragraphs: str) -> dict[str, Any]:
    return rich(*({"type": "paragraph", "content": [words(text)]} for text in paragraphs))


def rich(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(nodes)}


def words(text: str, *marks: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": [{"type": mark} for mark in marks]}


def picture(color: str = "#0000ff", size: tuple[int, int] = (8, 6), kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, color).save(out, kind)
    return out.getvalue()


class Print:
    """A page as pixels, one for each unit of the board."""

    def __init__(self, document: dict[str, Any], **given: Any) -> None:
        data = draw_png(document, PAGE, width=1920, **given)
        self.image = Image.open(BytesIO(data)).convert("RGB")

    def at(self, x: float, y: float) -> str:
        red, green, blue = self.image.getpixel((int(x), int(y)))  # type: ignore[misc]  # RGB
        return f"#{red:02x}{green:02x}{blue:02x}"

    def inked(self) -> tuple[int, int, int, int] | None:
        """The box around all that is not white: left, top, right, bottom."""
        white = Image.new("RGB", self.image.size, "#ffffff")
        mask = Image.eval(ImageChops.difference(self.image, white).convert("L"), _darken)
        return mask.getbbox()


def _darken(value: int) -> int:
    return 255 if value > 8 else 0
