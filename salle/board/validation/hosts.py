"""Which names of servers a browser takes: what UTS 46 can write in ASCII, IPv4, IPv6.

Four differences from Node's parser are known, all on the safe side: what browsers refuse is
refused. Characters that Unicode added after the tables of our Python are refused, for browsers
are of all ages; so are names of more than 1,024 characters that are not plain ASCII. Names that
mix directions of writing are held to the whole bidi rule, where Node looks only at labels that
start from the right, and no mark may come first, of which Node misses some.
"""

import re
import unicodedata
from ipaddress import AddressValueError, IPv6Address
from math import inf

import idna

FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
NUMBER = re.compile(r"0x0*+([0-9a-f]{0,8})|0++([0-7]{0,11})|([1-9][0-9]{0,9})")
IPV4_PARTS = 4
ENDS_IN_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.DOTALL)
JOINERS = "\u200c\u200d"
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
UNASSIGNED = "Cn"
PUNYCODE = "xn--"
LONGEST = 1_024
"""Characters of a name that is not plain ASCII: `idna`'s limit, for its time grows with squares."""


def is_domain(host: str) -> bool:
    """True also of an IPv4 address, in any of the ways that browsers read one."""
    try:
        name = fold(host)
    except (idna.IDNAError, ValueError):  # the second where Python's tables have a gap
        return False
    if not name or FORBIDDEN.search(name):
        return False
    return ENDS_IN_NUMBER.fullmatch(name) is None or is_ipv4(name)


def fold(host: str) -> str:
    """The name as UTS 46 maps it, its labels checked; raises IDNAError or ValueError."""
    name = host.lower() if host.isascii() else map_letters(host)
    if not name.isascii() or PUNYCODE in name:
        if len(name) > LONGEST:
            raise idna.IDNAError
        check_labels([read_label(each) for each in name.split(".") if each])
    return name


def map_letters(text: str) -> str:
    """Small letters for capitals, and so on; raises IDNAError at a character that may not be."""
    if any(unicodedata.category(each) == UNASSIGNED for each in text):
        raise idna.IDNAError
    return idna.uts46_remap(text, std3_rules=False)


def read_label(label: str) -> str:
    if not label.startswith(PUNYCODE):
        return label
    label = label.removeprefix(PUNYCODE).encode("ascii").decode("punycode")
    if label.isascii() or map_letters(label) != label:
        raise idna.IDNAError
    return label


def check_labels(labels: list[str]) -> None:
    for label in labels:
        idna.check_initial_combiner(label)
        if not all(
            idna.valid_contextj(label, at) for at in range(len(label)) if label[at] in JOINERS
        ):
            raise idna.IDNAError
    # One label that is read from right to left puts all of them under the rule.
    if any(unicodedata.bidirectional(each) in RIGHT_TO_LEFT for label in labels for each in label):
        for label in labels:
            idna.check_bidi(label, check_ltr=True)


def is_ipv4(name: str) -> bool:
    """One to four numbers, decimal, octal or hexadecimal, of which the last fills what is left."""
    parts = name.removesuffix(".").split(".")
    if len(parts) > IPV4_PARTS:
        return False
    *first, last = map(read_number, parts)
    return all(each < 1 << 8 for each in first) and last < 1 << 8 * (IPV4_PARTS - len(first))


def read_number(digits: str) -> float:
    """Infinite if it is not a number, or has more digits than any that fits."""
    match = NUMBER.fullmatch(digits)
    if match is None or not digits:
        return inf
    hexadecimal, octal, decimal = match.groups()
    if decimal:
        return int(decimal)
    return int(hexadecimal or "0", 16) if octal is None else int(octal or "0", 8)


def is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return "%" not in text  # what Python takes for a zone
