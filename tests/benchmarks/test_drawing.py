import json
from itertools import islice
from typing import Any

from benchmarks.board.drawing import (
    PUSHES_OF_A_SHAPE,
    Push,
    draw,
    key_of_patch,
    make_document,
)
from benchmarks.board.sessions import PATCH


def read(push: Push) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(push.message)
    return message


def test_two_people_never_draw_the_same_and_one_person_always_does() -> None:
    ada = list(islice(draw("ada", 1), 150))
    assert ada == list(islice(draw("ada", 1), 150))
    tom = list(islice(draw("tom", 2), 150))
    assert len({push.key for push in ada + tom}) == 300


def test_each_push_continues_the_shape_where_the_last_one_left_it() -> None:
    points = 0
    for number, push in enumerate(islice(draw("ada", 1), PUSHES_OF_A_SHAPE)):
        ((shape_id, op),) = read(push)["diff"].items()
        assert push.key == (shape_id, points)
        if number == 0:
            assert op[0] == "put"
            points += len(op[1]["props"]["segments"][0]["points"])
        else:
            _, added, offset = op[1]["props"][1]["segments"][1]["0"][1]["points"]
            assert offset == points
            points += len(added)
    assert op[1]["props"][1]["isComplete"] == ["put", True]


def test_a_viewer_knows_a_stroke_by_its_patch_beside_the_pointer() -> None:
    for push in islice(draw("ada", 1), 2 * PUSHES_OF_A_SHAPE):
        seen = {"instance_presence:x": ["patch", {}]} | read(push)["diff"]
        assert key_of_patch(seen) == push.key
    assert key_of_patch({"instance_presence:x": ["remove"]}) is None


def test_what_is_drawn_is_never_taken_for_a_patch() -> None:
    assert not any(PATCH in push.message for push in islice(draw("ada", 1), 200))
    assert PATCH not in json.dumps(make_document(100), separators=(",", ":")).encode()


def test_a_document_has_as_many_shapes_as_asked_and_is_of_the_usual_size() -> None:
    store = make_document(5000)["store"]
    kinds = [record["typeName"] for record in store.values()]
    assert kinds.count("shape") == 5000
    assert kinds.count("page") == 6
    size = len(json.dumps(store, separators=(",", ":"), ensure_ascii=False).encode())
    assert 5e6 < size < 6.5e6
