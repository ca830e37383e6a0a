from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image

from salle.capsules import documents
from salle.capsules.demo import make_demo_document
from salle.capsules.rules import disposition
from tests.capsules.world import Browser


async def demo_capsule(browser: Browser) -> str:
    capsule_id = await browser.create("Premiers secours : l’arrêt cardiaque")
    saved: dict[str, Any] = {"version": 1, "document": make_demo_document()}
    assert (await browser.put(f"/capsules/{capsule_id}", json=saved)).status_code == 200
    return capsule_id


async def test_a_pdf_has_every_slide_and_its_words(ada: Browser) -> None:
    capsule_id = await demo_capsule(ada)
    answer = await ada.get(f"/capsules/{capsule_id}/export", params={"format": "pdf"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    pdf = pypdfium2.PdfDocument(answer.content)
    try:
        assert len(pdf) == 6
        page = pdf[1]
        text = page.get_textpage()
        assert "Chaque minute compte" in text.get_text_bounded()
        text.close()
        page.close()
    finally:
        pdf.close()


async def test_a_thumbnail_is_drawn_once_a_version(ada: Browser) -> None:
    capsule_id = await demo_capsule(ada)
    path = f"/capsules/{capsule_id}/thumbnail"
    first = await ada.get(path)
    with Image.open(BytesIO(first.content)) as image:
        assert (image.format, image.size) == ("PNG", (480, 270))
    assert (await ada.get(path)).content == first.content
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await ada.get(path, headers=tag)).status_code == 304

    blank = {"version": 2, "document": documents.blank_document()}
    await ada.put(f"/capsules/{capsule_id}", json=blank)
    changed = await ada.get(path, headers=tag)
    assert changed.status_code == 200
    assert changed.content != first.content


async def test_a_thumbnail_shows_the_page_that_is_asked_for(ada: Browser) -> None:
    capsule_id = await demo_capsule(ada)
    document = (await ada.get(f"/capsules/{capsule_id}")).json()["document"]
    path = f"/capsules/{capsule_id}/thumbnail"
    pictures = {
        (await ada.get(path, params={"page": page["id"]})).content
        for page in documents.pages_in_order(document)
    }
    assert len(pictures) == 6
    missing = await ada.get(path, params={"page": "page:none"})
    assert (missing.status_code, missing.json()["code"]) == (404, "capsule.page_not_found")


def test_a_download_is_named_for_old_readers_and_in_full() -> None:
    assert disposition('Été "25".pdf') == (
        "attachment; filename=\"Ete 25.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%20%2225%22.pdf"
    )
