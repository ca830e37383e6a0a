"""The process in which an upload is parsed. It is expected to fall into enemy hands.

Its arguments are a format, a file and a folder. It reads the file, writes pictures into the folder
(`1.webp`, `2.webp`, …), tells what it does on its output, a JSON object a line, and ends with its
work or with its parent.
"""

import json
import os
import sys
import sysconfig
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from math import inf
from pathlib import Path
from typing import cast

from salle.media import confinement
from salle.media.rules import (
    MAX_PAGES,
    MAX_PIXELS,
    MAX_SIDE,
    PAGE_SIDE,
    Encrypted,
    Format,
    MediaError,
    TooComplex,
    TooManyPages,
    TooManyPixels,
    Unreadable,
    clean_text,
    fit,
)

confinement.limit_resources()  # before the parsers load, so that they load within the limits

import pypdfium2 as pdfium  # noqa: E402 - after the limits
import pypdfium2.raw as pdfium_c  # noqa: E402 - after the limits
from PIL import Image, ImageCms, ImageOps  # noqa: E402 - after the limits

LOSSLESS_BYTES = 1 << 20


def main() -> None:
    form, source, folder = Format(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    modules = {Path(sysconfig.get_path(each)) for each in ("stdlib", "purelib", "platlib")}
    fonts = Path("/usr/share/fonts")
    confined = confinement.confine(read=[source, fonts, *modules], write=folder)
    threading.Thread(target=end_with_parent, daemon=True).start()
    confinement.stay_alone()
    tell(confined=confined)
    try:
        if form is Format.PDF:
            for page in read_pages(source, folder):
                tell(**page)
        else:
            tell(**read_image(source, form, folder))
    except MediaError as refusal:
        tell(refused=refusal.code)
    except MemoryError:
        tell(refused=TooComplex.code)


def end_with_parent() -> None:
    """The parent holds the other end of our input and never writes: it closes when it is gone."""
    os.read(0, 1)
    os._exit(1)


def tell(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def read_pages(source: Path, folder: Path) -> Iterator[dict[str, object]]:
    try:
        document = pdfium.PdfDocument(source)
        document.init_forms()  # or what was filled in would not show
        count = len(document)
        if count == 0:
            raise Unreadable
        if count > MAX_PAGES:
            raise TooManyPages
        for number in range(1, count + 1):
            with closing(document[number - 1]) as page:
                image, text = render(page), read_text(page)
            save(image, folder / f"{number}.webp")
            yield {
                "page": number,
                "of": count,
                "width": image.width,
                "height": image.height,
                "text": text,
            }
    except pdfium.PdfiumError as error:
        locked = error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
        raise (Encrypted if locked else Unreadable) from error


def render(page: pdfium.PdfPage) -> Image.Image:
    longest = max(page.get_size())
    if not 0 < longest < inf:
        raise Unreadable
    # The scale follows from the wanted size, so that a page of a kilometre costs no more.
    with closing(page.render(scale=PAGE_SIDE / longest, rev_byteorder=True)) as bitmap:
        return cast("Image.Image", bitmap.to_pil()).convert("RGB")


def read_text(page: pdfium.PdfPage) -> str:
    with closing(page.get_textpage()) as layer:
        return clean_text(layer.get_text_bounded())


def read_image(source: Path, form: Format, folder: Path) -> dict[str, object]:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=[form]) as first_frame:
            image = to_srgb(ImageOps.exif_transpose(first_frame))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except MemoryError:
        raise
    except Exception as error:  # a decoder raises whatever the damage leads to
        raise Unreadable from error
    if max(image.size) > MAX_SIDE:
        image = image.resize(fit(*image.size, MAX_SIDE), Image.Resampling.LANCZOS)
    save(image, folder / "1.webp")
    return {"image": 1, "width": image.width, "height": image.height}


def to_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours of the web, with everything that was said about it forgotten."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert(mode)
    if profile:
        # A profile that is damaged or made for other channels costs the exact colours, no more.
        with suppress(ImageCms.PyCMSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, srgb, outputMode=mode)
            image = converted or image
    image = image.convert(mode)
    image.info = {}
    return image


def save(image: Image.Image, path: Path) -> None:
    """Without loss while that is small, as it is for text and drawings; else with little loss."""
    image.save(path, "WEBP", lossless=True, quality=20, method=1)
    if path.stat().st_size > LOSSLESS_BYTES:
        image.save(path, "WEBP", quality=85, method=2)
