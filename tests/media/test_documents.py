from pathlib import Path

import pytest
import typst
from PIL import Image, ImageCms, PngImagePlugin

from salle.media.documents import read_image, read_pdf
from salle.media.rules import MAX_PAGE_TEXT, MAX_SIDE, PAGE_SIDE
from tests.media.files import build_pdf, files_in, pdf, stream


async def test_each_page_of_a_pdf_becomes_a_picture_with_its_text(
    tmp_path: Path, out: Path
) -> None:
    path = tmp_path / "cours.pdf"
    path.write_bytes(
        typst.compile(
            """
            #set page(paper: "presentation-16-9")
            #set text(lang: "fr", size: 24pt)
            = Où l’œuvre « naïve » a été reçue
            #pagebreak()
            #set page(paper: "a4")
            Le cœur de l’été.
            """.encode()
        )
    )
    progress: list[tuple[int, int]] = []

    pages = await read_pdf(path, out, on_page=lambda *done: progress.append(done))

    assert progress == [(1, 2), (2, 2)]
    assert [page.number for page in pages] == [1, 2]
    assert pages[0].text == "Où l’œuvre « naïve » a été reçue"
    assert pages[1].text == "Le cœur de l’été."
    assert (pages[0].width, pages[0].height) == (PAGE_SIDE, PAGE_SIDE * 9 // 16)
    assert pages[1].height == PAGE_SIDE
    for page in pages:
        with Image.open(page.file) as image:
            assert image.format == "WEBP"
            assert image.size == (page.width, page.height)
            darkest, lightest = image.convert("L").getextrema()
            assert (darkest, lightest) == (0, 255)
    assert files_in(out) == [page.file for page in pages]


async def test_a_page_of_any_size_is_shown_at_ours(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "wide.pdf"
    path.write_bytes(pdf(b"1 0 0 rg 0 0 1000000 500000 re f", size=(1_000_000, 500_000)))

    (page,) = await read_pdf(path, out)

    assert (page.width, page.height) == (PAGE_SIDE, PAGE_SIDE // 2)
    with Image.open(page.file) as image:
        assert image.getpixel((10, 10)) == (255, 0, 0)


async def test_the_text_of_a_page_has_an_end(tmp_path: Path, out: Path) -> None:
    words = b"".join(b"BT /F 1 Tf 0 %d Td (%s) Tj ET\n" % (y, b"mot " * 200) for y in range(300))
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(words))

    (page,) = await read_pdf(path, out)

    assert MAX_PAGE_TEXT - 1 <= len(page.text) <= MAX_PAGE_TEXT


async def test_what_was_filled_into_a_form_shows(tmp_path: Path, out: Path) -> None:
    black = b"0 0 200 100 re f"
    path = tmp_path / "form.pdf"
    path.write_bytes(
        build_pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Annots[4 0 R]>>",
                b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[0 0 200 100]/AP<</N 5 0 R>>>>",
                stream(black, b"/Type/XObject/Subtype/Form/BBox[0 0 200 100]"),
            ]
        )
    )

    (page,) = await read_pdf(path, out)

    with Image.open(page.file) as image:
        assert image.convert("L").getpixel((image.width // 2, image.height // 2)) == 0


async def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken(
    tmp_path: Path, out: Path
) -> None:
    photo = Image.new("RGB", (60, 30), "white")
    photo.paste("black", (0, 0, 30, 30))
    exif = photo.getexif()
    exif[0x0112] = 6  # the top of the picture is on the right
    exif[0x010E] = "a secret place"
    path = tmp_path / "photo.png"
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Comment", "a secret place")
    photo.save(path, exif=exif, pnginfo=chunks)
    assert b"secret" in path.read_bytes()

    read = await read_image(path, out)

    assert (read.width, read.height) == (30, 60)
    assert b"secret" not in read.file.read_bytes()
    with Image.open(read.file) as image:
        assert not image.getexif()
        assert image.getpixel((15, 10)) == (0, 0, 0)
        assert image.getpixel((15, 50)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
async def test_what_is_transparent_stays_transparent(tmp_path: Path, out: Path, form: str) -> None:
    drawing = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    drawing.paste((255, 0, 0, 255), (0, 0, 10, 20))
    path = tmp_path / "drawing"
    drawing.save(path, form, lossless=True)

    read = await read_image(path, out)

    with Image.open(read.file) as image:
        seen = image.convert("RGBA")
    assert seen.getpixel((5, 5)) == (255, 0, 0, 255)
    assert seen.getpixel((15, 5))[3] == 0  # type: ignore[index] # four channels


async def test_a_large_photo_is_scaled_down(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.effect_noise((6000, 3000), 60).convert("RGB").save(path)

    read = await read_image(path, out)

    assert (read.width, read.height) == (MAX_SIDE, MAX_SIDE // 2)


async def test_of_an_animation_the_first_frame_is_kept(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "moving.gif"
    red, blue = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    red.save(path, save_all=True, append_images=[blue])

    read = await read_image(path, out)

    with Image.open(read.file) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((4, 4)) == (255, 0, 0)


async def test_grey_of_sixteen_bits_keeps_its_greys(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("I;16", (8, 8), 0x8000).save(path)

    read = await read_image(path, out)

    with Image.open(read.file) as image:
        assert image.convert("RGB").getpixel((4, 4)) == (128, 128, 128)


async def test_colours_of_another_profile_are_brought_to_those_of_the_web(
    tmp_path: Path, out: Path
) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    path = tmp_path / "red_means_blue.png"
    Image.new("RGB", (8, 8), "red").save(path, icc_profile=swapped)

    read = await read_image(path, out)

    with Image.open(read.file) as image:
        assert image.getpixel((4, 4)) == (0, 0, 255)
        assert "icc_profile" not in image.info
