from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from salle.board.drawing import Asset
from salle.board.pdf import PAGE_LIMIT, WIDTH_LIMIT, draw_pdf, draw_png
from tests.board.slides import PAGE, image_asset, page, picture, say, shape, store


def test_each_page_fills_a_wide_sheet() -> None:
    document = {**store(), "page:two": page("page:two", "a2")}
    with pypdfium2.PdfDocument(draw_pdf(document, [PAGE, "page:two"], title="Deux")) as pdf:
        assert len(pdf) == 2
        assert pdf[0].get_size() == (960, 540)
        assert pdf.get_metadata_dict()["Title"] == "Deux"


def test_the_text_of_a_slide_can_be_copied_once() -> None:
    text = "L’été à Nîmes « coûte » 3 < 4 & plus"
    document = store(shape("text", x=100, y=100, font="sans", richText=say(text)))
    with pypdfium2.PdfDocument(draw_pdf(document, [PAGE], title="")) as pdf:
        assert pdf[0].get_textpage().get_text_bounded().strip() == text


def test_pages_come_in_the_order_asked_for() -> None:
    other = shape("text", "other", parentId="page:two", richText=say("seconde"))
    document = {
        **store(shape("text", richText=say("premier")), other),
        "page:two": page("page:two", "a2"),
    }
    with pypdfium2.PdfDocument(draw_pdf(document, ["page:two", PAGE], title="")) as pdf:
        texts = [sheet.get_textpage().get_text_bounded().strip() for sheet in pdf]
    assert texts == ["seconde", "premier"]


def test_what_lies_outside_the_page_is_not_printed() -> None:
    document = store(shape("text", x=2500, y=100, richText=say("note pour moi")))
    with pypdfium2.PdfDocument(draw_pdf(document, [PAGE], title="")) as pdf:
        assert not pdf[0].get_textpage().get_text_bounded().strip()


def test_a_title_is_data_and_never_source() -> None:
    title = '#panic("x") " \\ $'
    with pypdfium2.PdfDocument(draw_pdf(store(), [PAGE], title=title)) as pdf:
        assert pdf.get_metadata_dict()["Title"] == title


def test_a_picture_has_the_width_asked_for() -> None:
    image = Image.open(BytesIO(draw_png(store(), PAGE, width=320)))
    assert image.size == (320, 180)
    assert image.format == "PNG"


def test_an_image_that_only_the_printer_refuses_is_made_anew() -> None:
    data = picture(size=(64, 64))[:-12]  # without the last chunk, which Pillow does not miss
    document = store(image_asset("/i"), shape("image", w=64, h=64, assetId="asset:picture"))
    printed = draw_pdf(document, [PAGE], {"/i": Asset(data, "image/png")}, title="")
    with pypdfium2.PdfDocument(printed) as pdf:
        assert len(pdf) == 1


@pytest.mark.parametrize("count", [0, PAGE_LIMIT + 1])
def test_a_document_has_a_bounded_number_of_pages(count: int) -> None:
    with pytest.raises(ValueError, match="pages"):
        draw_pdf(store(), [PAGE] * count, title="")


@pytest.mark.parametrize("width", [0, WIDTH_LIMIT + 1])
def test_a_picture_has_a_bounded_width(width: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        draw_png(store(), PAGE, width=width)
