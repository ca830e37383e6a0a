import json
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.capsules import documents, records
from salle.capsules.documents import Picture
from salle.capsules.records import Document, index_key
from salle.capsules.rules import (
    MAX_PAGES,
    DocumentInvalid,
    DocumentTooLarge,
    TooManyPages,
    file_name,
    fold,
    title_of_file,
)
from salle.kit.errors import SalleError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
KINDS = st.sampled_from(["page", "shape", "asset", "binding", "document", "camera", "x"])
RECORDS = st.fixed_dictionaries(
    {"id": st.text(max_size=8), "typeName": KINDS | JSON},
    optional={
        "name": JSON,
        "index": st.sampled_from(["a1", "a2"]) | JSON,
        "props": JSON,
        "type": JSON,
        "parentId": st.text(max_size=8) | JSON,
        "fromId": JSON,
        "toId": JSON,
        "meta": JSON,
    },
)


def picture(number: int = 1, *, text: str = "", size: tuple[int, int] = (1600, 1200)) -> Picture:
    return Picture(
        file_id=f"{number:032x}",
        name=f"Page {number}",
        width=size[0],
        height=size[1],
        mime="image/webp",
        text=text,
    )


def names(document: Document) -> list[str]:
    return [each["name"] for each in documents.pages_in_order(document)]


def test_a_blank_document_is_one_empty_page_in_the_current_schema() -> None:
    document = documents.blank_document()
    assert documents.read_document(document) == document
    assert documents.is_blank(document)
    assert documents.is_current(document)


def test_what_belongs_to_one_browser_is_left_out() -> None:
    document = documents.blank_document()
    raw = json.loads(json.dumps(document))
    raw["store"]["camera:1"] = {"id": "camera:1", "typeName": "camera", "x": 1}
    raw["store"]["instance:instance"] = {"id": "instance:instance", "typeName": "instance"}
    assert documents.read_document(raw) == document


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.pop("schema"),
        lambda raw: raw["schema"].update(schemaVersion=3),
        lambda raw: raw.update(store=[]),
        lambda raw: raw["store"].pop("page:page"),
        lambda raw: raw["store"].update({"page:2": None}),
        lambda raw: raw["store"].update({"page:2": raw["store"]["page:page"]}),
        lambda raw: raw["store"]["page:page"].update(index=1),
        lambda raw: raw["store"].update({"shape:1": {"id": "shape:1", "typeName": "shape"}}),
        lambda raw: raw["store"]["page:page"].update(meta={"x": float("nan")}),
        lambda raw: raw["store"]["page:page"].update(name="\ud800"),
    ],
)
def test_what_is_not_a_document_is_refused(spoil: Any) -> None:
    raw = json.loads(json.dumps(documents.blank_document()))
    spoil(raw)
    with pytest.raises(DocumentInvalid):
        documents.read_document(raw)


def test_a_document_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    document = documents.blank_document()
    monkeypatch.setattr(documents, "MAX_DOCUMENT_BYTES", 1_000)
    documents.read_document({**document, "schema": {"schemaVersion": 2, "sequences": {}}})
    document["store"]["page:page"]["meta"] = {"text": "é" * 500}
    with pytest.raises(DocumentTooLarge):
        documents.read_document(document)


@given(JSON | st.fixed_dictionaries({"store": JSON, "schema": JSON}))
def test_junk_is_refused_and_nothing_else_happens(raw: object) -> None:
    with pytest.raises(SalleError):
        documents.read_document(raw)


@given(st.lists(RECORDS, max_size=6))
def test_nearly_records_are_refused_or_become_a_document(raw: list[dict[str, Any]]) -> None:
    page = records.page("1", index="a1", page_id="page:page")
    store = {record["id"]: record for record in [*raw, page]}
    try:
        document = documents.read_document({"store": store, "schema": {"schemaVersion": 2}})
    except SalleError:
        return
    documents.text_of(document)
    assert documents.add_document(document, document).page_ids


def test_pages_come_after_the_page_that_was_named() -> None:
    document = documents.image_document([picture(1), picture(2)])
    first, _ = documents.pages_in_order(document)
    third, fourth = documents.image_document([picture(3)]), documents.image_document([picture(4)])
    document = documents.add_document(document, third, after_page_id=first["id"]).document
    document = documents.add_document(document, fourth, after_page_id="page:gone").document
    assert names(document) == ["Page 1", "Page 3", "Page 2", "Page 4"]


@pytest.mark.parametrize("size", [(1600, 1200), (100, 4000), (4000, 100), (1920, 1080)])
def test_a_background_fills_the_slide_as_far_as_its_form_allows(size: tuple[int, int]) -> None:
    document = documents.image_document([picture(size=size)])
    (background,) = documents.records_of(document, "shape")
    props = background["props"]
    assert background["isLocked"]
    assert props["w"] == pytest.approx(1920) or props["h"] == pytest.approx(1080)
    assert props["w"] / props["h"] == pytest.approx(size[0] / size[1])
    assert background["x"] * 2 + props["w"] == pytest.approx(1920)
    assert background["y"] * 2 + props["h"] == pytest.approx(1080)


def test_the_text_of_a_page_can_be_searched_and_read_aloud() -> None:
    document = documents.image_document([picture(text="Le cœur bat")])
    (background,) = documents.records_of(document, "shape")
    assert background["props"]["altText"] == "Le cœur bat"
    assert "Le cœur bat" in documents.text_of(document)


def test_text_is_read_page_by_page_and_from_rich_text() -> None:
    document = documents.image_document([picture(1, text="first"), picture(2, text="last")])
    shape = records.shape(
        "geo",
        {"richText": records.rich_text("in\n\nthe middle")},
        parent_id=documents.pages_in_order(document)[0]["id"],
        index="a2",
        x=0,
        y=0,
    )
    document["store"][shape["id"]] = shape
    assert documents.text_of(document).split("\n") == ["first", "in the middle", "last"]


def test_an_added_document_shares_no_id_and_keeps_its_inner_links() -> None:
    document = documents.image_document([picture(1)])
    merged, page_ids = astuple(documents.add_document(document, document))
    assert len(merged["store"]) == 2 * len(document["store"]) - 1
    assert page_ids[0] not in document["store"]
    for shape in documents.records_of(merged, "shape"):
        assert shape["parentId"] in merged["store"]
        assert shape["props"]["assetId"] in merged["store"]


def test_a_document_has_no_more_pages_than_the_limit() -> None:
    document = documents.image_document([picture(number) for number in range(MAX_PAGES)])
    with pytest.raises(TooManyPages):
        documents.add_document(document, documents.blank_document())


def test_adding_changes_neither_of_the_documents_given() -> None:
    document = documents.image_document([picture(1)])
    before = json.dumps(document)
    documents.add_document(document, document)
    assert json.dumps(document) == before


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_keys_sort_as_their_numbers(one: int, other: int) -> None:
    assert (index_key(one) < index_key(other)) == (one < other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_forgets_case_accents_and_spacing() -> None:
    assert fold(" L’ARRÊT\u00a0 cardiaque\n") == "l’arret cardiaque"


@given(st.text())
def test_a_file_name_is_safe_on_every_system(title: str) -> None:
    name = file_name(title, "pdf")
    assert name.endswith(".pdf")
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')


def test_a_title_comes_from_the_name_of_the_file() -> None:
    assert title_of_file("Premiers_secours – v2.pdf") == "Premiers secours – v2"
    assert title_of_file("") == ""
