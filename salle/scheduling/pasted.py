"""Reads addresses out of whatever people paste: a column, a line of a mail, a list with names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

QUOTED = re.compile(r'"[^"]*"')
IN_BRACKETS = re.compile(r"<([^<>]*)>")
SEPARATORS = re.compile(r"[,;\n\r\t]+")
MAX_SHOWN = 100


@dataclass(frozen=True)
class Pasted:
    addresses: Sequence[str]
    """In their order, each once."""
    repeated: Sequence[str]
    invalid: Sequence[str]


def read_addresses(
    text: str, *, check: Callable[[str], str | None], fold: Callable[[str], str]
) -> Pasted:
    """`check` gives an address as it is to be written, or None; `fold` what it is compared by."""
    found: dict[str, str] = {}
    repeated: dict[str, str] = {}
    invalid: dict[str, None] = {}
    for candidate in _candidates(QUOTED.sub(" ", text)):
        address = check(candidate)
        if address is None:
            invalid[_shown(candidate)] = None
        elif fold(address) in found:
            repeated[fold(address)] = address
        else:
            found[fold(address)] = address
    return Pasted([*found.values()], [*repeated.values()], [*invalid])


def _candidates(text: str) -> Iterator[str]:
    """What stands in angle brackets, or else what has an @ in it, or else the whole piece."""
    for piece in SEPARATORS.split(text):
        words = IN_BRACKETS.findall(piece) or [word for word in piece.split() if "@" in word]
        yield from (word.strip() for word in words or [piece] if word.strip())


def _shown(text: str) -> str:
    return "".join(each for each in text if each.isprintable())[:MAX_SHOWN]
