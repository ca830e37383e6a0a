import pytest

from salle.board.pages import PageInfo, image_sources, is_page_id, pages_of
from tests.board.slides import PAGE, image_asset, page, shape, store


def test_pages_come_in_the_order_of_their_indexes() -> None:
    records = [page("page:c", "b00"), page("page:a", "a2"), page("page:b", "a10"), shape("geo")]
    found = pages_of({record["id"]: record for record in records})
    assert [info.id for info in found] == ["page:b", "page:a", "page:c"]


def test_indexes_are_compared_by_code_point() -> None:
    records = [page("page:lower", "aa"), page("page:upper", "aZ")]
    assert [info.index for info in pages_of({r["id"]: r for r in records})] == ["aZ", "aa"]


def test_equal_indexes_are_told_apart_by_id() -> None:
    records = [page("page:b", "a1"), page("page:a", "a1")]
    assert [info.id for info in pages_of({r["id"]: r for r in records})] == ["page:a", "page:b"]


def test_a_page_that_lacks_everything_is_still_a_page() -> None:
    assert pages_of({"page:x": {}}) == [PageInfo("page:x", "", "")]


def test_what_is_no_page_is_passed_over() -> None:
    odd: dict[str, object] = {"page:x": None, "page:y": {"typeName": "shape"}, "pages:z": {}}
    assert pages_of(odd) == []


@pytest.mark.parametrize(
    ("value", "expected"), [("page:one", True), ("page:", False), ("shape:one", False), (1, False)]
)
def test_a_page_id_is_told_by_its_prefix(value: object, expected: bool) -> None:  # noqa: FBT001 -- a table of cases
    assert is_page_id(value) is expected


def test_the_images_of_a_page_are_known_before_it_is_drawn() -> None:
    document = store(
        image_asset("/media/1", "one"),
        image_asset("/media/2", "two"),
        image_asset("data:image/png;base64,", "inline"),
        shape("group", "group"),
        shape("image", "a", parentId="shape:group", assetId="asset:one"),
        shape("image", "b", assetId="asset:one"),
        shape("image", "c", assetId="asset:inline"),
        shape("image", "d", assetId="asset:missing"),
        shape("image", "e", parentId="page:two", assetId="asset:two"),
        shape("image", "ring", parentId="shape:ring", assetId="asset:two"),
    )
    assert image_sources(document, [PAGE]) == ["/media/1"]
    assert image_sources(document, [PAGE, "page:two"]) == ["/media/1", "/media/2"]
