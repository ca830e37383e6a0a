"""Which names of servers a browser takes: what UTS 46 can write in ASCII, IPv4, IPv6.

Three differences from Node's parser are known, all on the safe side. Letters that Unicode added
after the tables of our Python are refused; so are names of more than 1,024 characters that are
not plain ASCII; and names that mix directions of writing are held to the whole bidi rule, as
browsers do, where Node looks only at labels that start from the right.
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
    name = host.lower() if host.isascii() else idna.uts46_remap(host, std3_rules=False)
    if not name.isascii() or PUNYCODE in name:
        check_labels([read_label(each) for each in name.split(".") if each])
    return name


def read_label(label: str) -> str:
    if not label.startswith(PUNYCODE):
        return label
    label = label.removeprefix(PUNYCODE).encode("ascii").decode("punycode")
    if label.isascii() or idna.uts46_remap(label, std3_rules=False) != label:
        raise idna.IDNAError
    return label


def check_labels(labels: list[str]) -> None:
    for label in labels:
        if any(unicodedata.category(each) == UNASSIGNED for each in label):
            raise idna.IDNAError
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
