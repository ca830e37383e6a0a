"""The four fonts of the board, measured from their own tables.

The SVG names these families, and the PDF is set with the same files; so a width computed
here is the width on paper, kerning included, on every machine.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import unpack_from

FOLDER = Path(__file__).parent.parent / "fonts"
FAMILIES = {
    "draw": "Salle Draw",
    "sans": "Salle Sans",
    "serif": "Salle Serif",
    "mono": "Salle Mono",
}

_SEGMENTED = 4
_FILE_STYLES = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One font file; lengths are in ems."""

    ascent: float
    descent: float
    missing: float
    advances: dict[int, float]
    kerning: dict[tuple[int, int], float]

    def width(self, text: str, size: float) -> float:
        """The width of a line of text in the unit of `size`."""
        total, last = 0.0, 0
        for char in text:
            code = ord(char)
            total += self.advances.get(code, self.missing)
            total += self.kerning.get((last, code), 0.0)
            last = code
        return total * size


@cache
def load_face(font: str, *, bold: bool = False, italic: bool = False) -> Face:
    family = FAMILIES[font].replace(" ", "")
    data = (FOLDER / f"{family}-{_FILE_STYLES[bold, italic]}.ttf").read_bytes()
    tables = _locate_tables(data)
    units = unpack_from(">H", data, tables["head"] + 18)[0]
    ascent, descent = unpack_from(">hh", data, tables["hhea"] + 4)
    measured = unpack_from(">H", data, tables["hhea"] + 34)[0]
    widths = [
        unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] / units for glyph in range(measured)
    ]
    glyphs = _read_characters(data, tables["cmap"])
    characters: dict[int, list[int]] = {}
    for code, glyph in glyphs.items():
        characters.setdefault(glyph, []).append(code)
    kerning = {
        (left_code, right_code): value / units
        for left, right, value in _read_kerning(data, tables.get("kern"))
        for left_code in characters.get(left, ())
        for right_code in characters.get(right, ())
    }
    return Face(
        ascent=ascent / units,
        descent=-descent / units,
        missing=widths[0],
        # Glyphs past the end of the table share the last width.
        advances={code: widths[min(glyph, measured - 1)] for code, glyph in glyphs.items()},
        kerning=kerning,
    )


def _locate_tables(data: bytes) -> dict[str, int]:
    count = unpack_from(">H", data, 4)[0]
    entries = (unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in entries}


def _read_characters(data: bytes, table: int) -> dict[int, int]:
    """The `cmap` in its format 4: segments of code points."""
    count = unpack_from(">H", data, table + 2)[0]
    for i in range(count):
        offset = table + unpack_from(">I", data, table + 4 + 8 * i + 4)[0]
        if unpack_from(">H", data, offset)[0] == _SEGMENTED:
            return _read_segments(data, offset)
    raise ValueError("the font has no usable character map")


def _read_segments(data: bytes, offset: int) -> dict[int, int]:
    double = unpack_from(">H", data, offset + 6)[0]
    count = double // 2
    ends = unpack_from(f">{count}H", data, offset + 14)
    starts = unpack_from(f">{count}H", data, offset + 16 + double)
    deltas = unpack_from(f">{count}H", data, offset + 16 + 2 * double)
    ranges_at = offset + 16 + 3 * double
    ranges = unpack_from(f">{count}H", data, ranges_at)
    glyphs = {}
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if ranges[i]:
                at = ranges_at + 2 * i + ranges[i] + 2 * (code - starts[i])
                glyph = unpack_from(">H", data, at)[0]
                glyph = (glyph + deltas[i]) & 0xFFFF if glyph else 0
            else:
                glyph = (code + deltas[i]) & 0xFFFF
            if glyph:
                glyphs[code] = glyph
    return glyphs


def _read_kerning(data: bytes, table: int | None) -> list[tuple[int, int, int]]:
    if table is None:
        return []
    pairs = unpack_from(">H", data, table + 10)[0]
    return [unpack_from(">HHh", data, table + 18 + 6 * i) for i in range(pairs)]
