"""Which texts tldraw takes for an address: what the WHATWG's URL parser reads, of few schemes.

The scheme is all that protects a person who clicks: `java<tab>script:` is no other scheme than
`javascript:`, for a browser drops tabs, line ends, and what is blank around. So that reading is
done here as browsers do it; Python's `urllib` has its own.
"""

import re
from urllib.parse import unquote_to_bytes

from salle.board.validation.hosts import is_domain, is_ipv6

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
SRC_SCHEMES = frozenset({"http", "https", "data", "asset"})
"""`asset` is a picture in the browser's own storage, `data` one within the record."""

SPECIAL = frozenset({"http", "https"})
"""The schemes, of those above, that need a host, and take a backslash for a slash."""
BLANKS = "".join(map(chr, range(0x21)))
DROPPED = str.maketrans("", "", "\t\n\r")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
SPECIAL_AUTHORITY = re.compile(r"[/\\]*([^/\\?#]*)")
OPAQUE_AUTHORITY = re.compile(r"//([^/?#]*)")
HOST_AND_PORT = re.compile(r"((?:\[[^\]]*+\]?+|[^:\[])*+)(?::0*+([0-9]*))?")
NOT_IN_OPAQUE_HOST = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
MAX_PORT = 65535
MAX_PORT_DIGITS = 5


def is_url_of(text: str, schemes: frozenset[str]) -> bool:
    """True also of nothing, and of a path on this server."""
    if not text:
        return True
    trimmed = trim(text)
    if text.startswith(("/", "./")):
        return is_path(trimmed)
    match = SCHEME.match(trimmed)
    if match is None:
        return False
    scheme, rest = match[1].lower(), trimmed[match.end() :]
    return scheme in schemes and has_valid_authority(rest, is_special=scheme in SPECIAL)


def scheme_of(text: str) -> str | None:
    """What a browser would do with the address, if that does not hang on the page it is on."""
    match = SCHEME.match(trim(text))
    return match[1].lower() if match else None


def trim(text: str) -> str:
    return text.strip(BLANKS).translate(DROPPED)


def is_path(path: str) -> bool:
    """Against an http base: two slashes first, and a host follows as in a whole address."""
    return (
        path[1:2] not in ("/", "\\") or path[0] != "/" or has_valid_authority(path, is_special=True)
    )


def has_valid_authority(rest: str, *, is_special: bool) -> bool:
    """What follows the scheme. Of all the rest of an address, nothing can be wrong."""
    match = (SPECIAL_AUTHORITY if is_special else OPAQUE_AUTHORITY).match(rest)
    if match is None:
        return True
    server = match[1].rpartition("@")[2]
    found = HOST_AND_PORT.fullmatch(server)
    if found is None:
        return False
    host, port = found[1], found[2]
    if not host:
        return not is_special and "@" not in match[1] and port is None
    if port and (len(port) > MAX_PORT_DIGITS or int(port) > MAX_PORT):
        return False
    return is_host(host, is_special=is_special)


def is_host(host: str, *, is_special: bool) -> bool:
    if host.startswith("["):
        return host.endswith("]") and is_ipv6(host[1:-1])
    if is_special:
        return is_domain(unquote_to_bytes(host.encode(errors="replace")).decode(errors="replace"))
    return NOT_IN_OPAQUE_HOST.search(host) is None
