"""Names of rooms: what people type and read aloud."""

import re
import unicodedata
from collections.abc import Iterator

from salle.kit.ids import new_id

SHORTEST, LONGEST = 3, 60
FALLBACK = "salle"


def slug(title: str) -> str:
    """`Gestes qui sauvent : l'étouffement` → `gestes-qui-sauvent-l-etouffement`."""
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("æ", "ae").casefold())
    ascii_only = "".join(each for each in plain if not unicodedata.combining(each))
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[: LONGEST - 8].strip("-")
    return name if len(name) >= SHORTEST else f"{FALLBACK}-{name}".strip("-")


def candidates(title: str) -> Iterator[str]:
    """The slug, then the slug with a number; at last one that nobody else can have."""
    name = slug(title)
    yield name
    for number in range(2, 30):
        yield f"{name}-{number}"
    yield f"{name}-{new_id()[:7]}"
