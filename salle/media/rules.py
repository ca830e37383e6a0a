"""What may be uploaded, how large it may be, and what becomes of names and texts."""

import re
import secrets
from enum import StrEnum
from unicodedata import normalize

from salle.kit.errors import Kind, SalleError

MIB = 1 << 20
MAX_IMAGE_BYTES = 20 * MIB
MAX_PDF_BYTES = 100 * MIB
MAX_PAGES = 300
MAX_PIXELS = 40_000_000
MAX_SIDE = 4096
"""Pixels on the longest side of a stored image: what every browser and GPU can show."""
PAGE_SIDE = 2880
"""Pixels on the longest side of a page: one and a half times a full HD projector."""
MAX_PAGE_TEXT = 20_000
MAX_NAME = 200
QUOTA = 2048 * MIB

STORED_MIME = "image/webp"
"""Whatever comes in, this is what is kept and served."""


class Format(StrEnum):
    """What may come in. The names of the images are Pillow's."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"
    GIF = "GIF"


class MediaKind(StrEnum):
    """What a stored file was: a picture of its own, or a page of a document."""

    IMAGE = "image"
    PAGE = "page"


class MediaError(SalleError):
    kind = Kind.INVALID


class TypeNotAllowed(MediaError):
    code = "media.type_not_allowed"


class Unreadable(MediaError):
    code = "media.unreadable"


class TooComplex(MediaError):
    """More time or memory than any honest document needs."""

    code = "media.too_complex"


class TooManyPages(MediaError):
    code = "media.too_many_pages"

    def __init__(self) -> None:
        super().__init__(limit=MAX_PAGES)


class TooManyPixels(MediaError):
    code = "media.too_many_pixels"

    def __init__(self) -> None:
        super().__init__(limit=MAX_PIXELS)


class Encrypted(MediaError):
    code = "media.encrypted"


class Empty(MediaError):
    code = "media.empty"


class FileMissing(MediaError):
    """The form came without a file."""

    code = "media.file_missing"


class Incomplete(MediaError):
    """The line broke, or was too slow."""

    code = "media.incomplete"


class TooLarge(MediaError):
    kind = Kind.TOO_LARGE
    code = "media.too_large"


class QuotaExceeded(MediaError):
    kind = Kind.CONFLICT
    code = "media.quota_exceeded"


class MediaNotFound(MediaError):
    kind = Kind.NOT_FOUND
    code = "media.not_found"


REFUSALS = {
    each.code: each for each in (Encrypted, TooComplex, TooManyPages, TooManyPixels, Unreadable)
}
"""What may come to light while a file is parsed."""


MEDIA_ID = r"[A-Za-z0-9_-]{32}"


def new_media_id() -> str:
    """192 random bits. Whoever knows the id may see the file, so nobody may guess it."""
    return secrets.token_urlsafe(24)


def recognise(head: bytes) -> Format:
    """The format by its first bytes. Names and declared types are hearsay."""
    if not head:
        raise Empty
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    # Some producers put a byte order mark or an empty line first, and readers have always coped.
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return Format.PDF
    raise TypeNotAllowed


def clean_text(text: str) -> str:
    """The text of a page, fit to be stored, searched and read aloud."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _BROKEN_WORD.sub("", lines)
    return normalize("NFC", _CONTROLS.sub("", whole))[:MAX_PAGE_TEXT].strip()


def clean_name(name: str) -> str:
    """The last part of a file name, on one line, with nothing that hides or reverses the rest.

    Only ever shown: no path on disk is made of it.
    """
    last = re.split(r"[/\\]", name)[-1]
    line = " ".join(normalize("NFC", last).split())
    return _DECEIVERS.sub("", _CONTROLS.sub("", line))[:MAX_NAME].strip()


_BROKEN_WORD = re.compile("[\x02\ufffe]\n?")
"""How PDFium writes the hyphen at which a line breaks a word."""
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Controls but for tab and newline, halves of surrogates, private glyphs, non-characters."""
_DECEIVERS = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters without width, and those that turn the direction of writing."""


def fit(width: float, height: float, side: int) -> tuple[int, int]:
    """The size with its longest side at `side`, its shape kept, and no side at nothing."""
    scale = side / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))
