"""What Salle itself writes on boards passes its own board's validators and limits."""

import pytest

from salle.board.validation import validate_record
from salle.board.validation.limits import check_limits
from salle.capsules.demo import make_demo_document
from salle.capsules.documents import Picture, blank_document, image_document
from salle.capsules.records import Document

PICTURE = Picture("A" * 32, "Photo", 1600, 1200, "image/webp", "Ce qui est écrit dessus")


@pytest.mark.parametrize(
    "document",
    [
        make_demo_document("fr"),
        make_demo_document("en"),
        blank_document(),
        image_document([PICTURE]),
    ],
    ids=["demo-fr", "demo-en", "blank", "pictures"],
)
def test_every_record_of_a_document_of_ours_passes(document: Document) -> None:
    assert document["store"]
    for record in document["store"].values():
        validate_record(record)
        check_limits(record)
