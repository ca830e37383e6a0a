"""Texts, numbers, ids: values that have no parts, and JSON, whose parts are nobody's business."""

from math import isfinite

from salle.board.validation.index_keys import is_index_key
from salle.board.validation.links import LINK_SCHEMES, SRC_SCHEMES, is_url_of
from salle.board.validation.objects import Diff, InvalidRecord, Validator, index_of

Number = int | float
ROUNDED_TO_INFINITY = 2**1024 - 2**970
"""The first integer that JavaScript reads as Infinity; Python's have no end."""


def check_text(value: object) -> str:
    if type(value) is not str:
        raise InvalidRecord("not a text")
    return value


def check_number(value: object) -> Number:
    if type(value) is float:
        if isfinite(value):
            return value
    elif type(value) is int and -ROUNDED_TO_INFINITY < value < ROUNDED_TO_INFINITY:
        return value
    raise InvalidRecord("not a finite number")


def check_not_negative(value: object) -> None:
    if check_number(value) < 0:
        raise InvalidRecord("negative")


def check_above_zero(value: object) -> None:
    if check_number(value) <= 0:
        raise InvalidRecord("not above zero")


def check_opacity(value: object) -> None:
    if not 0 <= check_number(value) <= 1:
        raise InvalidRecord("not between 0 and 1")


def check_flag(value: object) -> None:
    if value is not True and value is not False:
        raise InvalidRecord("not true or false")


def check_parent_id(value: object) -> None:
    if not check_text(value).startswith(("page:", "shape:")):
        raise InvalidRecord("neither a page's nor a shape's id")


def check_index_key(value: object) -> None:
    if not is_index_key(check_text(value)):
        raise InvalidRecord("not an index key")


def check_link(value: object) -> None:
    if not is_url_of(check_text(value), LINK_SCHEMES):
        raise InvalidRecord("not a link")


def check_src(value: object) -> None:
    if not is_url_of(check_text(value), SRC_SCHEMES):
        raise InvalidRecord("not a source")


def id_of(type_name: str) -> Validator:
    prefix = f"{type_name}:"

    def check(value: object) -> None:
        if not check_text(value).startswith(prefix):
            raise InvalidRecord(f"not the id of a {type_name}")

    return Validator(check)


def one_of(*words: str) -> Validator:
    known = frozenset(words)

    def check(value: object) -> None:
        if type(value) is not str or value not in known:
            raise InvalidRecord("not one of the known words")

    return Validator(check)


def check_json(value: object) -> None:
    """Without recursion: whoever sends a thousand brackets must not exhaust our stack."""
    rest = [value]
    while rest:
        each = rest.pop()
        if type(each) is dict:
            rest.extend(each.values())
        elif type(each) is list:
            rest.extend(each)
        elif each is not None and type(each) not in PLAIN:
            raise InvalidRecord("not JSON")


PLAIN = frozenset({str, int, float, bool})


class Json(Validator):
    def __init__(self) -> None:
        super().__init__(check_json)

    def recheck(self, before: object, after: object, diff: Diff) -> None:
        if type(before) is dict and type(after) is dict:
            touched = [after[key] for key in diff if key in after]
        elif type(before) is list and type(after) is list:
            indexes = [index for key in diff if (index := index_of(key)) is not None]
            touched = [after[index] for index in indexes if index < len(after)]
        else:
            touched = [after]
        check_json(touched)


TEXT = Validator(check_text)
NUMBER = Validator(check_number)
NOT_NEGATIVE = Validator(check_not_negative)
ABOVE_ZERO = Validator(check_above_zero)
OPACITY = Validator(check_opacity)
FLAG = Validator(check_flag)
PARENT_ID = Validator(check_parent_id)
INDEX_KEY = Validator(check_index_key)
LINK = Validator(check_link)
SRC = Validator(check_src)
JSON = Json()
ANYTHING = Validator(lambda _: None)
ASSET_ID = id_of("asset")
PAGE_ID = id_of("page")
SHAPE_ID = id_of("shape")
