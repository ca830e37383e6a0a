"""The colours of people, in the order of their places: the palette of the web app."""

from zlib import crc32

FILLS = (
    "#3D3B8A",
    "#D2A908",
    "#0B726E",
    "#AA87F2",
    "#774A03",
    "#15A68A",
    "#8256BF",
    "#D4D294",
    "#B5781C",
    "#9BBFFD",
    "#5A2800",
    "#7FF0E6",
)


def colour_at(place: int) -> str:
    return FILLS[place % len(FILLS)]


def colour_of(person_id: str) -> str:
    """The same for the same person, where nobody has a place in a room."""
    return colour_at(crc32(person_id.encode()))
