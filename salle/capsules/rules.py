"""What a capsule may be called, how large it may grow, and how it is found again."""

import unicodedata
from pathlib import PurePath
from urllib.parse import quote

from salle.kit.errors import Kind, SalleError

MIB = 1 << 20
MAX_TITLE = 100
MAX_DOCUMENT_BYTES = 20 * MIB
MAX_PAGES = 300
MAX_RECORDS = 50_000
MAX_TITLE_KEY = 4 * MAX_TITLE
MAX_ACTIVITIES = 100
MAX_SEARCH_TEXT = 200_000
MAX_SNAPSHOT_BYTES = 60 * MIB
"""A tldraw file carries its pictures inside it, a third larger than they are."""
MAX_VALUES = 2_000_000
"""Objects and lists in one JSON text: what a small machine can hold as Python objects."""
MAX_ASSETS = 600
MAX_NOTES = 100


class CapsuleNotFound(SalleError):
    """Also what somebody is told whose capsule it is not."""

    kind = Kind.NOT_FOUND
    code = "capsule.not_found"


class CapsuleStale(SalleError):
    """Saved by somebody else in the meantime. The details say which version is there now.

    And by which save: if it was one's own, whose answer got lost, there is no conflict.
    """

    kind = Kind.CONFLICT
    code = "capsule.stale"


class DocumentInvalid(SalleError):
    kind = Kind.INVALID
    code = "capsule.document_invalid"


class DocumentTooLarge(SalleError):
    kind = Kind.TOO_LARGE
    code = "capsule.document_too_large"


class TooManyPages(SalleError):
    kind = Kind.INVALID
    code = "capsule.too_many_pages"


class CapsuleOutdated(SalleError):
    """Drawn with an earlier tldraw. Whoever opens and saves it brings it up to date."""

    kind = Kind.CONFLICT
    code = "capsule.outdated"


class PageNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "capsule.page_not_found"


class ImportNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "import.not_found"


class ImportRefused(SalleError):
    kind = Kind.INVALID


class TypeNotAllowed(ImportRefused):
    code = "import.type_not_allowed"


class NotJson(ImportRefused):
    code = "import.not_json"


class NotTldraw(ImportRefused):
    code = "import.not_tldraw"


class NewerTldraw(ImportRefused):
    """Made with a tldraw that knows more than ours: nobody here can read it."""

    code = "import.newer_tldraw"


class TooManyAssets(ImportRefused):
    code = "import.too_many_assets"


class Interrupted(ImportRefused):
    """The server stopped in the middle. Nothing was changed; the file is to be sent again."""

    code = "import.interrupted"


class TooManyImports(SalleError):
    kind = Kind.TOO_MANY
    code = "import.too_many"


def fold(text: str) -> str:
    """How texts are compared: neither case nor accents count, nor how words are spaced."""
    parted = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(
        " " if each.isspace() else each
        for each in parted
        if each.isspace() or unicodedata.category(each) not in _NOT_COMPARED
    )
    return " ".join(bare.split())


_NOT_COMPARED = frozenset({"Mn", "Cc", "Cf", "Cs", "Co", "Cn"})


def title_key(title: str) -> str:
    return fold(title)[:MAX_TITLE_KEY]


def title_of_file(name: str) -> str:
    """What to call a capsule, or its pages, after the file that they come from."""
    plain = "".join(each if each.isprintable() else " " for each in PurePath(name).stem)
    return " ".join(plain.replace("_", " ").split())[:MAX_TITLE]


def file_name(title: str, ending: str) -> str:
    """A name that every system lets somebody save a file by."""
    plain = "".join(
        " " if each in '\\/:*?"<>|' or not each.isprintable() else each for each in title
    )
    return (" ".join(plain.split()).strip(". ") or "capsule") + f".{ending}"


def disposition(name: str) -> str:
    """The header that names a download (RFC 6266), for old readers and in full."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
