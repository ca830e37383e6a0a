"""The repeatable wobble of hand-drawn lines."""

from collections.abc import Callable

_WORD = 0xFFFFFFFF
_WARM_UP = 64
SEED_LIMIT = 200


def chance(seed: str) -> Callable[[], float]:
    """Numbers between -1 and 1 from Marsaglia's xorshift128, seeded as the editor does.

    The same seed (a shape's id) gives the same wobble here and in the browser.
    """
    seed = seed[:SEED_LIMIT]
    x = y = z = w = 0

    def draw() -> float:
        nonlocal x, y, z, w
        mixed = (x ^ (x << 11)) & _WORD
        x, y, z = y, z, w
        w ^= (w >> 19) ^ mixed ^ (mixed >> 8)
        signed = w - (1 << 32) if w >> 31 else w
        return signed / (1 << 31)

    for k in range(len(seed) + _WARM_UP):
        if k < len(seed):
            x ^= ord(seed[k])
        draw()
    return draw
