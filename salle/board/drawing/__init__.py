"""Drawing a page of a tldraw document as SVG, without a browser.

Whatever a document holds, the result is well-formed, refers to nothing outside itself, and
costs a bounded amount of work.
"""

from collections.abc import Mapping

from salle.board.drawing.page import draw_scene
from salle.board.drawing.pictures import Asset, Assets, Pictures
from salle.board.drawing.sheet import HEIGHT, WIDTH

__all__ = ["HEIGHT", "WIDTH", "Asset", "Assets", "Pictures", "draw_page"]


def draw_page(
    store: Mapping[str, object], page_id: str, *, assets: Assets | Pictures | None = None
) -> str:
    """SVG of one page, 1920 by 1080, white behind, with what lies outside cut off.

    `assets` gives the bytes of an image by the `src` of its asset. An unknown page is blank;
    a shape that cannot be drawn is left out and logged.
    """
    pictures = assets if isinstance(assets, Pictures) else Pictures(assets)
    return draw_scene(store, page_id, pictures.read)
