"""What a board begins with: the documents that this server makes are good to the last record."""

import pytest
from structlog.testing import capture_logs

from salle.board.opening import restore
from salle.capsules.demo import make_demo_document
from salle.capsules.documents import Picture, blank_document, image_document
from salle.capsules.records import Document
from tests.board.shapes import box, page


@pytest.mark.parametrize(
    "document",
    [
        blank_document(),
        image_document(
            [
                Picture("f" * 32, "Plan", 640, 360, "image/webp", "Sortie"),
                Picture("e" * 32, "", 1, 1, "image/webp"),
            ]
        ),
        make_demo_document("fr"),
        make_demo_document("en"),
    ],
    ids=["blank", "pictures", "French", "English"],
)
def test_every_record_that_we_make_goes_on_a_board(document: Document) -> None:
    with capture_logs() as logs:
        board = restore(dict(document))
    assert logs == []
    assert board.snapshot()["store"] == document["store"]


def test_a_record_that_browsers_cannot_read_is_left_out() -> None:
    bad = {**box("bad"), "opacity": 7}
    store = {"page:1": page(1), "shape:a": box("a"), "shape:bad": bad}
    with capture_logs() as logs:
        board = restore({"store": store, "schema": {}, "clock": 5})
    assert set(board.snapshot()["store"]) == {"page:1", "shape:a"}
    assert (board.clock, board.history_from) == (5, 5)
    assert [each["record"] for each in logs] == ["shape:bad"]


def test_a_board_goes_on_exactly_where_it_was() -> None:
    before = restore({"store": {"page:1": page(1)}, "schema": {}, "clock": 5})
    before.replay(6, {"shape:a": ["put", box("a")], "shape:b": ["put", box("b")]})
    before.replay(7, {"shape:b": ["remove"]})
    assert restore(before.snapshot()).snapshot() == before.snapshot()
