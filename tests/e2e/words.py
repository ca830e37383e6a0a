"""What the app says, by the key of a text: a test finds things by the words that people read."""

import json
import re
from functools import cache
from typing import Any, Literal

from tools.node import ROOT

Language = Literal["fr", "en"]

LOCALES = ROOT / "web/locales"
BLANK = re.compile(r"{{(\w+)}}")


class Words:
    """`words("room.people.here", count=3)` is "3 participants présents" in French."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **blanks: object) -> str:
        return BLANK.sub(lambda blank: str(blanks[blank[1]]), self._find(key, blanks))

    def pattern(self, key: str) -> re.Pattern[str]:
        """The text with anything in its blanks."""
        parts = BLANK.split(self._find(key, {}))[::2]
        return re.compile("^" + ".*".join(loosely(part) for part in parts) + "$")

    def _find(self, key: str, blanks: dict[str, object]) -> str:
        namespace, *path = key.split(".")
        group: Any = read_texts(self.language, namespace)
        for name in path[:-1]:
            group = group[name]
        text: str = group[self._form(path[-1], group, blanks)]
        return text

    def _form(self, name: str, group: dict[str, Any], blanks: dict[str, object]) -> str:
        count = blanks.get("count")
        if name in group or not isinstance(count, int):
            return name
        if count == 0 and f"{name}_zero" in group:
            return f"{name}_zero"
        is_one = count == 1 or (count == 0 and self.language == "fr")
        return f"{name}_one" if is_one else f"{name}_other"


def loosely(text: str) -> str:
    """A pattern for a text in which any space may stand for any other."""
    return re.sub(r"(\\?\s)+", r"\\s+", re.escape(text))


def begins(text: str) -> re.Pattern[str]:
    return re.compile("^" + loosely(text))


@cache
def read_texts(language: Language, namespace: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((LOCALES / language / f"{namespace}.json").read_text())
    return texts
