"""Which keys pass, compared with tldraw's validator."""

from itertools import product
from random import Random

from salle.board.validation.index_keys import LETTERS, is_index_key, length_of_whole
from tests.board.validation.tldraw import ask_tldraw, disagreements

DIGITS = "0123456789" + LETTERS
FAMILIAR = [
    "",
    "a",
    "a0",
    "a1V",
    "Zz",
    "a10",
    "b",
    "b0",
    "b00",
    "a1 ",
    " a1",
    "a-",
    "a0-",
    "a0é",
    "é0",
]


def keys_around_every_head() -> list[str]:
    """With a digit too few, exact, and one to spare; at the ends of each range and in it."""
    heads = [
        *LETTERS,
        *(f"{first}{letter}" for first in ("z", "zz", "A", "AA") for letter in LETTERS),
    ]
    keys = []
    for head in heads:
        room = 0 if head[-1] in "zA" and len(set(head)) == 1 else length_of_whole(head) - len(head)
        for fill, last in product("0zV", ("", "0", "1", "y", "z", "-", "🎨")):
            keys += [
                head + (fill * (room + more))[: len(fill * (room + more)) - len(last)] + last
                for more in (-1, 0, 1, 2)
            ]
    return keys


def keys_at_random(count: int) -> list[str]:
    random = Random(11)  # noqa: S311 - the same keys every time
    letters = DIGITS + "aaabbzzAAZY-_[` \u0000é🎨"
    return ["".join(random.choices(letters, k=random.randrange(1, 6))) for _ in range(count)]


def test_index_keys_get_tldraws_verdict() -> None:
    short = ["".join(each) for each in product(DIGITS + "-`[é", repeat=2)]
    keys = [
        *FAMILIAR,
        *short,
        *keys_around_every_head(),
        *keys_at_random(10_000),
        "z" * 300,
        "A" * 300,
    ]
    verdicts = ask_tldraw(keys=keys)["keys"]
    assert disagreements(keys, is_index_key, verdicts) == []
    assert len(keys) * 0.2 < sum(verdicts) < len(keys) * 0.8
