"""The keys that order pages, shapes and the points of a line: fractional indexing in base 62.

A key is a whole number and, freely after it, a fraction. The head of the whole number says how
many characters it has: `a` and one digit, `b` and two, …, `z` starts heads of more letters; `Z` and
one digit count downwards, and so on to `A`. tldraw takes a key if the next whole number can be
made, which fails at the three places below that `CANNOT_GROW` knows.
"""

import re

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HALF = len(LETTERS) // 2
HEAD = re.compile(r"z*[a-y]|z+[A-Z]|A*[B-Z]|A+[a-z]")
DIGITS = re.compile(r"[0-9A-Za-z]*")
CANNOT_GROW = re.compile(r"(?:A+zz+|z*yz+y)")


def is_index_key(key: str) -> bool:
    head = HEAD.match(key)
    if head is None:
        return False
    length = length_of_whole(head[0])
    whole = key[:length]
    return (
        len(whole) == length
        and DIGITS.fullmatch(whole) is not None
        and CANNOT_GROW.fullmatch(whole) is None
    )


def length_of_whole(head: str) -> int:
    """How many characters of a key with this head are before the fraction, the head included."""
    place = LETTERS.index(head[-1])
    if len(head) == 1:
        return place - HALF + 2 if place >= HALF else HALF - 1 - place + 2
    levels = HALF + len(LETTERS) * (len(head) - 2)
    return levels + 2 + (place if head[0] == "z" else len(LETTERS) - 1 - place)
