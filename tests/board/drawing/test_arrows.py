"""Where arrows begin and end."""

import itertools
from typing import Any

import pytest

from salle.board.drawing.arrowbodies import Body, trace_body
from salle.board.drawing.arrowheads import KINDS, SOLID_KINDS
from salle.board.drawing.bounds import Bounds
from salle.board.drawing.elbows import DOWN, LEFT, RIGHT, UP, Stop, route
from salle.board.drawing.scene import read_scene
from salle.board.drawing.sheet import Sheet
from tests.board.slides import PAGE, Print, bind, shape, store

LEFT_BOX = shape("geo", "left", x=100, y=100, w=200, h=100)
RIGHT_BOX = shape("geo", "right", x=600, y=100, w=200, h=100, size="m")


def arrow(**props: Any) -> dict[str, Any]:
    return shape("arrow", "arrow", **props)


def trace(*records: dict[str, Any]) -> Body:
    scene = read_scene(store(*records), PAGE)
    body = trace_body(scene.shapes["shape:arrow"], Sheet(scene, lambda _: None))
    assert body is not None
    return body


def test_a_free_arrow_goes_from_its_start_to_its_end() -> None:
    body = trace(arrow(start={"x": 10, "y": 20}, end={"x": 110, "y": 20}))
    assert body.tips == (10 + 20j, 110 + 20j)


def test_an_arrow_goes_from_edge_to_edge_and_its_head_keeps_a_distance() -> None:
    body = trace(
        LEFT_BOX, RIGHT_BOX, arrow(), bind("arrow", "left", "start"), bind("arrow", "right", "end")
    )
    start, end = body.tips
    assert start == pytest.approx(300 + 150j)
    # 10, and half of either stroke
    assert end == pytest.approx(600 - 13.5 + 150j)


def test_an_arrow_meets_a_turned_shape_at_its_edge() -> None:
    turned = shape("geo", "right", x=600, y=100, w=100, h=100, rotation=0.7853982)
    body = trace(
        turned,
        arrow(start={"x": 0, "y": 170.71}, arrowheadEnd="none"),
        bind("arrow", "right", "end"),
    )
    assert body.tips[1] == pytest.approx(600 - 70.71 + 170.71j, abs=0.1)


def test_an_exact_end_goes_into_the_shape() -> None:
    precise = {"isExact": True, "isPrecise": True, "normalizedAnchor": {"x": 0.25, "y": 0.5}}
    body = trace(
        RIGHT_BOX, arrow(start={"x": 0, "y": 150}), bind("arrow", "right", "end", **precise)
    )
    assert body.tips[1] == pytest.approx(650 + 150j)


def test_an_imprecise_end_aims_at_the_middle() -> None:
    aside = {"normalizedAnchor": {"x": 0.1, "y": 0.9}}
    body = trace(
        RIGHT_BOX,
        arrow(start={"x": 700, "y": 0}, arrowheadEnd="none"),
        bind("arrow", "right", "end", **aside),
    )
    assert body.tips[1] == pytest.approx(700 + 100j)


def test_an_arrow_moves_with_its_own_frame() -> None:
    frame = shape("frame", "f", x=50, y=50, w=1000, h=500)
    body = trace(
        frame,
        RIGHT_BOX,
        arrow(parentId="shape:f", start={"x": 0, "y": 100}, arrowheadEnd="none"),
        bind("arrow", "right", "end"),
    )
    assert body.tips == pytest.approx((100j, 550 + 100j))


def test_a_bent_arrow_passes_beside_the_straight_line() -> None:
    body = trace(arrow(start={"x": 0, "y": 0}, end={"x": 200, "y": 0}, bend=50))
    lowest = max(point.imag for point in body.contour.flat())
    assert lowest == pytest.approx(50, abs=0.1)
    assert body.tips == pytest.approx((0j, 200 + 0j))


def test_a_bent_arrow_ends_at_the_edge() -> None:
    body = trace(
        LEFT_BOX,
        RIGHT_BOX,
        arrow(bend=60, arrowheadEnd="none"),
        bind("arrow", "left", "start"),
        bind("arrow", "right", "end"),
    )
    start, end = body.tips
    assert start.real == pytest.approx(300, abs=1)
    assert end.real == pytest.approx(600, abs=1)
    assert start.imag > 150


def test_a_binding_inside_the_arrow_of_an_older_document_is_followed() -> None:
    anchor = {"x": 0.5, "y": 0.5}
    end = {"type": "binding", "boundShapeId": "shape:right", "normalizedAnchor": anchor}
    body = trace(RIGHT_BOX, arrow(start={"x": 0, "y": 150}, end=end, arrowheadEnd="none"))
    assert body.tips[1] == pytest.approx(600 + 150j)


@pytest.mark.parametrize("target", ["missing", "arrow"])
def test_an_arrow_bound_to_nothing_or_to_itself_is_free(target: str) -> None:
    body = trace(arrow(end={"x": 100, "y": 0}), bind("arrow", target, "end"))
    assert body.tips[1] == 100


@pytest.mark.parametrize("kind", sorted(KINDS - {"none", "pipe"}))
def test_every_head_is_drawn(kind: str) -> None:
    plain = {"x": 400, "y": 300, "start": {"x": 0, "y": 0}, "end": {"x": 200, "y": 0}, "size": "xl"}
    bare = Print(store(arrow(arrowheadEnd="none", dash="solid", **plain))).inked()
    headed = Print(store(arrow(arrowheadEnd=kind, dash="solid", **plain))).inked()
    assert bare is not None
    assert headed is not None
    assert headed[3] - headed[1] > bare[3] - bare[1] + 5


@pytest.mark.parametrize("kind", sorted(SOLID_KINDS))
def test_the_body_is_not_seen_through_a_hollow_head(kind: str) -> None:
    plain = {"x": 400, "y": 300, "start": {"x": 0, "y": 0}, "end": {"x": 200, "y": 0}, "size": "xl"}
    filled = Print(store(arrow(arrowheadEnd=kind, fill="solid", color="red", **plain)))
    seen = {filled.at(400 + x, 300) for x in range(150, 200)}
    assert "#f4dadb" in seen


def box(x: float, y: float, side: complex | None = None) -> Stop:
    near = complex(x, y)
    return Stop(near + 50 + 50j, Bounds(near, near + 100 + 100j), side)


def test_an_elbow_crosses_halfway_between_two_sides() -> None:
    assert route(box(0, 0), box(400, 50), 36, 0.5) == [
        100 + 50j, 250 + 50j, 250 + 100j, 400 + 100j,
    ]  # fmt: skip


def test_the_crosspiece_of_an_elbow_can_be_moved() -> None:
    way = route(box(0, 0), box(400, 50), 36, 0.25)
    assert way[1] == 175 + 50j


def test_an_elbow_turns_once_when_the_sides_look_past_each_other() -> None:
    assert route(box(0, 0), box(200, 400), 36, 0.5) == [100 + 50j, 250 + 50j, 250 + 400j]


def test_an_elbow_between_boxes_in_line_is_straight() -> None:
    assert route(box(0, 0), box(400, 0), 36, 0.5) == [100 + 50j, 400 + 50j]


@pytest.mark.parametrize("out", [RIGHT, DOWN, LEFT, UP])
@pytest.mark.parametrize("back", [RIGHT, DOWN, LEFT, UP])
@pytest.mark.parametrize("to", [(400, 0), (400, 300), (-400, 300), (0, -400), (30, 30)])
def test_an_elbow_leaves_and_arrives_by_the_sides_asked_for(
    out: complex, back: complex, to: tuple[float, float]
) -> None:
    way = route(box(0, 0, out), box(*to, back), 36, 0.5)
    first, last = way[1] - way[0], way[-2] - way[-1]
    assert (out.conjugate() * first).real >= 0
    assert (back.conjugate() * last).real >= 0
    for here, there in itertools.pairwise(way):
        assert here.real == there.real or here.imag == there.imag
