"""Image bytes, checked and made fit to stand in an SVG."""

import warnings
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps

BYTE_LIMIT = 32 * 1024 * 1024
PIXEL_LIMIT = 40_000_000
# A longer side than twice the page's cannot be seen, and only makes the document heavy.
SIDE_LIMIT = 3840
_ORIENTATION = 0x0112  # a tag of a camera: which way is up
_QUALITY = 85
_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg"}
_READ = ("PNG", "JPEG", "WEBP", "GIF")


class Asset(NamedTuple):
    data: bytes
    mime: str


Assets = Callable[[str], Asset | None] | Mapping[str, Asset]


class Pictures:
    """The images of a document; each is prepared once, however often it is shown."""

    def __init__(self, assets: Assets | None = None, *, afresh: bool = False) -> None:
        """`afresh` encodes every image anew, for a reader that is stricter than ours."""
        self._assets = assets
        self._afresh = afresh
        self._ready: dict[str, str | None] = {}

    def read(self, source: str) -> str | None:
        """The image as a data URI; None when there is none, or none that can be shown."""
        if source not in self._ready:
            data = self._find(source)
            self._ready[source] = None if data is None else prepare_image(data, afresh=self._afresh)
        return self._ready[source]

    def _find(self, source: str) -> bytes | None:
        if source.startswith("data:"):
            return _decode(source)
        if self._assets is None:
            return None
        if isinstance(self._assets, Mapping):
            asset = self._assets.get(source)
        else:
            asset = self._assets(source)
        return None if asset is None else asset.data


def _decode(uri: str) -> bytes | None:
    head, comma, body = uri.partition(",")
    if not comma or not head.endswith(";base64") or len(body) > BYTE_LIMIT * 4 / 3:
        return None
    try:
        return b64decode(body, validate=True)
    except Base64Error:
        return None


def prepare_image(data: bytes, *, afresh: bool = False) -> str | None:
    """A data URI of a PNG or a JPEG; other kinds and oversized pictures are encoded anew.

    PDF knows JPEG and plain pixels alone: a WebP left as it is would be unpacked into it.
    """
    if len(data) > BYTE_LIMIT:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(BytesIO(data), formats=_READ)
            if image.width * image.height > PIXEL_LIMIT:
                return None
            kind = _KEPT.get(image.format or "")
            small = max(image.size) <= SIDE_LIMIT
            upright = image.getexif().get(_ORIENTATION, 1) == 1
            image.load()  # a broken picture is found here, not when the page is printed
            return _uri(kind, data) if kind and small and upright and not afresh else _encode(image)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None


def _encode(image: Image.Image) -> str:
    picture: Image.Image = ImageOps.exif_transpose(image)
    picture.thumbnail((SIDE_LIMIT, SIDE_LIMIT))
    out = BytesIO()
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture.convert("RGBA").save(out, "PNG")
        return _uri("image/png", out.getvalue())
    picture.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return _uri("image/jpeg", out.getvalue())


def _uri(mime: str, data: bytes) -> str:
    return f"data:{mime};base64,{b64encode(data).decode('ascii')}"
