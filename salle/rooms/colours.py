"""The colours of people, in the order of their places: the palette of the web app."""

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
