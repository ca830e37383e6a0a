"""What the editor looks like in its light theme: the values of tldraw 3.15's style settings."""

from dataclasses import dataclass

BACKGROUND = "#ffffff"
TEXT = "#000000"
LINK = "#3182ed"
MARK = "#fddd00"
# What tldraw calls the fill `semi`: nearly white, the same for every colour.
PAPER = "#fcfffe"
FRAME_FILL = "#ffffff"
FRAME_STROKE = "#717171"
PLACEHOLDER_FILL = "#eceff2"
PLACEHOLDER_STROKE = "#dde2e6"
MUTED_TEXT = "#6e7377"

LINE_HEIGHT = 1.35
LABEL_PADDING = 16.0
ARROW_LABEL_PADDING = 4.25
NOTE_SIZE = 200.0

STROKE_SIZES = {"s": 2.0, "m": 3.5, "l": 5.0, "xl": 10.0}
TEXT_SIZES = {"s": 18.0, "m": 24.0, "l": 36.0, "xl": 44.0}
LABEL_SIZES = {"s": 18.0, "m": 22.0, "l": 26.0, "xl": 32.0}
ARROW_LABEL_SIZES = {"s": 18.0, "m": 20.0, "l": 24.0, "xl": 28.0}
HIGHLIGHT_WIDTH = 1.12  # of the text size

DASHES = frozenset({"draw", "solid", "dashed", "dotted"})
FILLS = frozenset({"none", "semi", "solid", "pattern", "fill"})
FONTS = {name: name for name in ("draw", "sans", "serif", "mono")}
ALIGNS = {
    "start": "start",
    "middle": "middle",
    "end": "end",
    "start-legacy": "start",
    "middle-legacy": "middle",
    "end-legacy": "end",
    "justify": "start",
}


@dataclass(frozen=True, slots=True)
class Color:
    solid: str
    semi: str
    pattern: str
    note: str
    highlight: str


COLORS = {
    "black": Color("#1d1d1d", "#e8e8e8", "#494949", "#fce19c", "#fddd00"),
    "grey": Color("#9fa8b2", "#eceef0", "#bcc3c9", "#c0cad3", "#cbe7f1"),
    "light-violet": Color("#e085f4", "#f5eafa", "#e9acf8", "#dfb0f9", "#ff88ff"),
    "violet": Color("#ae3ec9", "#ecdcf2", "#bd63d3", "#db91fd", "#c77cff"),
    "blue": Color("#4465e9", "#dce1f8", "#6681ee", "#8aa3ff", "#10acff"),
    "light-blue": Color("#4ba1f1", "#ddedfa", "#6fbbf8", "#9bc4fd", "#00f4ff"),
    "yellow": Color("#f1ac4b", "#f9f0e6", "#fecb92", "#fed49a", "#fddd00"),
    "orange": Color("#e16919", "#f8e2d4", "#f78438", "#faa475", "#ffa500"),
    "green": Color("#099268", "#d3e9e3", "#39a785", "#6fc896", "#00ffc8"),
    "light-green": Color("#4cb05e", "#dbf0e0", "#65cb78", "#98d08a", "#65f641"),
    "light-red": Color("#f87777", "#f4dadb", "#fe9e9e", "#f7a5a1", "#ff7fa3"),
    "red": Color("#e03131", "#f4dadb", "#e55959", "#fc8282", "#ff636e"),
    "white": Color("#ffffff", "#f5f5f5", "#f9f9f9", "#ffffff", "#ffffff"),
}
