import re

from salle.board.colours import FILLS
from salle.rooms.state import PEOPLE_COLOURS
from tools.bootstrap import ROOT


def test_the_palette_is_that_of_the_web_app() -> None:
    theme = (ROOT / "web" / "src" / "ui" / "theme.ts").read_text()
    palette = theme.split("peopleColours = [")[1].split("]")[0]
    assert tuple(re.findall(r'fill: "(#\w+)"', palette)) == FILLS
    assert len(FILLS) == PEOPLE_COLOURS
