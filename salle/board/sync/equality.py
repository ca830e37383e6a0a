"""When two JSON values are the same to a client (B6)."""

import orjson


def is_equal(one: object, other: object) -> bool:
    """As JavaScript has it: 1 is 1.0, and neither is `true`; the order of keys does not count."""
    if one is other:
        return True
    if type(one) is dict or type(one) is list:
        # Python's own comparison runs in C and errs in one direction only: True is 1 to it. The
        # same text says the same; what else looks equal is walked through.
        return one == other and (orjson.dumps(one) == orjson.dumps(other) or is_alike(one, other))
    return one == other and (type(one) is bool) is (type(other) is bool)


def is_alike(one: object, other: object) -> bool:
    """Whether values that are equal to Python have their booleans in the same places."""
    if type(one) is dict and type(other) is dict:
        return all(is_alike(value, other[key]) for key, value in one.items())
    if type(one) is list and type(other) is list:
        return all(map(is_alike, one, other))
    return (type(one) is bool) is (type(other) is bool)
