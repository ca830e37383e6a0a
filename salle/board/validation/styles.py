"""The styles of shapes: a fixed choice of words each."""

from salle.board.validation.scalars import one_of

COLOR = one_of(
    *("black", "grey", "white", "red", "light-red", "orange", "yellow"),
    *("green", "light-green", "blue", "light-blue", "violet", "light-violet"),
)
FILL = one_of("none", "semi", "solid", "pattern", "fill")
DASH = one_of("draw", "solid", "dashed", "dotted")
SIZE = one_of("s", "m", "l", "xl")
FONT = one_of("draw", "sans", "serif", "mono")
TEXT_ALIGN = one_of("start", "middle", "end")
HORIZONTAL_ALIGN = one_of(
    *("start", "middle", "end"),
    *("start-legacy", "middle-legacy", "end-legacy"),
)
VERTICAL_ALIGN = one_of("start", "middle", "end")
SPLINE = one_of("line", "cubic")
GEO = one_of(
    *("rectangle", "ellipse", "oval", "triangle", "diamond", "rhombus", "rhombus-2"),
    *("pentagon", "hexagon", "octagon", "trapezoid", "star", "cloud", "heart"),
    *("arrow-right", "arrow-left", "arrow-up", "arrow-down", "x-box", "check-box"),
)
ARROW_KIND = one_of("arc", "elbow")
ARROWHEAD = one_of(
    *("none", "arrow", "triangle", "square", "dot", "pipe", "diamond", "inverted", "bar")
)
ARROW_SNAP = one_of("none", "center", "edge", "edge-point")
ARROW_TERMINAL = one_of("start", "end")
SEGMENT = one_of("free", "straight")
UI_COLOR = one_of(
    *("accent", "white", "black", "selection-stroke", "selection-fill", "laser", "muted-1")
)
CURSOR = one_of(
    *("none", "default", "pointer", "cross", "text", "move", "grab", "grabbing"),
    *("rotate", "nesw-rotate", "nwse-rotate", "swne-rotate", "senw-rotate"),
    *("resize-edge", "resize-corner", "ew-resize", "ns-resize", "nesw-resize", "nwse-resize"),
    *("zoom-in", "zoom-out"),
)
SCRIBBLE_STATE = one_of("starting", "active", "paused", "stopping")
