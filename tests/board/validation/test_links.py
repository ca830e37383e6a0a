"""Which addresses pass, compared with tldraw's validators on Node's own URL parser."""

from random import Random

import pytest

from salle.board.validation.links import LINK_SCHEMES, SRC_SCHEMES, is_url_of
from tests.board.validation.tldraw import ask_tldraw, disagreements

SCHEMES = [
    *("https", "http", "HTTPS", "hTTp", "mailto", "data", "asset", "javascript"),
    *("JavaScript", "file", "ftp", "blob", "vbscript", "ws", "h\ttp", "java\nscript"),
    *(" http", "\x00http", "1http", "http+", "h.t-p+", "", "ſcript", "http\x00"),
    *("view-source", "about", "tel", "é", "хttp"),
]
SLASHES = [
    *("//", "//", "//", "", "/", "///", "\\\\", "/\\", "\\/", "/\t/", "//\n", "////", ":"),
    *("//@",),
]
HOSTS = [
    *("example.com", "EXAMPLE.com", "localhost", "a", "", ".", "..", "a..b", ".a", "a."),
    *("a-.b", "-a", "ab--c", "a_b", "a b", "a\tb", "a%20b", "a%2eb", "ex%61mple", "%", "%zz"),
    *("%00", "%ff", "%C3%A9", "a<b", "a^b", "a|b", 'a"b', "a`b", "a{b}", "a\\b", "a%5cb"),
    *("a*b", "a+b", "a\x7fb", "1", "1.2", "1.2.3", "1.2.3.4", "1.2.3.4.", "1.2.3.4.5"),
    *("1.2.3.4..", "256", "1.256", "256.1", "4294967295", "4294967296", "1.16777215"),
    *("1.16777216", "1.2.65536", "0x", "0x.0x", "0X7f.1", "0xffffffff", "0x100000000"),
    *("0x0000000000000001", "08", "a.08", "07", "0377.1", "0400.1", "a.1", "a.0x", "a.0xg"),
    *("1.a", "1..2", "0x1.2.3.0x4", "00000000000000000001", "1" * 5_000, "0" * 5_000),
    *("%31.2", "１.2.3.4", "a。b", "a．b", "①", "[::1]", "[::]", "[::1", "::1]", "[]", "[:]"),
    *("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]", "[1::2:3:4:5:6:7:8]"),
    *("[1:2:3:4:5:6:7]", "[::1.2.3.4]", "[::1.2.3]", "[::01.2.3.4]", "[::256.1.1.1]"),
    *("[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::12345]", "[::g]"),
    *("[::1%25eth0]", "[::1%eth0]", "[0::0::0]", "[:1]", "[1:]", "[::1]x", "x[::1]"),
    *("[[::1]]", "[::1.2.3.4.]", "[v1.a]", "]", "[", "éducation.fr", "ÉDUCATION.FR", "ß.de"),
    *("ẞ.de", "K.com", "☃.net", "🇫🇷", "🎨.fr", "日本語.jp", "\xad", "a\xadb", "\u200d"),
    *("a\u200db", "क्\u200dष.com", "a\u200c", "́a", "á", "\u0378", "\ud800", "�", "\u2028"),
    *("a\u3000b", "xn--", "xn--a", "xn--n3h", "XN--N3H.net", "xn--ducation-90a.fr"),
    *("xn--ducation-a1a.fr", "xn--abc", "xn--a-", "xn--abc-", "xn--99999999", "xn--zca"),
    *("a.xn--a", "xn--é", "xn--n3h\xad", "%78n--n3h", "xn--a-ecp.ru", "a" * 300, "é" * 300),
    *("faß.ExAmPlE", "☕.example", "≠", "a≠b", "≮", "＃", "％41", "a／b", "a：b", "﹖", "℀"),
    *("㎏",),
]
PORTS = [
    *("", "", "", ":", ":80", ":0", ":65535", ":65536", ":00080", ":8 0", ":8\t0", ":x"),
    *(":-1", ":80:80", ":" + "9" * 5_000, ":" + "0" * 5_000, ":８", ":8/", ":8\\", ":8?"),
    *(":8#",),
]
USERS = [
    *("", "", "", "", "@", "u@", "u:p@", ":@", "u@v@", "[@", "u/@", "u\\@", "u?@", "u#@"),
    *(" @", "é@", "%@"),
]
TAILS = [
    *("", "", "/", "/a b", "?q", "#f", "\\x", " ", "\n", "/%", "/\x00", "/\ud800", "?@"),
    *("/@", "#:8", "[", "\x1f"),
]
TEXTS = [
    *("", " ", "/", "//", "///", "/a", "./", "./a", "../a", ".", "a", "?a", "#a", "/\t/"),
    *("/\\", "\\/", "/\t/a", "//a", "/\\a:x", "\\a", "./\\\\", ".//", "./:", "/:", "//:80"),
    *("/ /a", " /a", "\t/a", "/a ", "./ ", "mailto:", "mailto:a@b.c", "mailto:/"),
    *("mailto://", "mailto:\\\\a b", "mailto:a b", "data:", "data:,", "data:/x"),
    *("data://a b/", "asset:", "asset:1", "asset://", "asset://:1", "asset://u@"),
    *("asset://a%", "javascript:alert(1)", "https://a\\@b:x", "https:a", "https:/a"),
    *("https:\\a", "http:?", "http:#", "https:@", "https:///", "https:", ":", "::", ":http"),
    *("http", "http:/", "http:// ", "\x00", "\ud800", "http://a\ud800", "HTTP:A", "data"),
    *("x:y", "\xa0https://a.b", "\u200bhttps://a.b", "https://a.b\xa0", "\ufeffhttps://a.b"),
    *("\x1fhttps://a.b\x1f", "https://u:p@[::1]:443/p?q#f", "https://a@b@c/"),
    *("https://a[b@c/", "https://[::1]@c", "https://@/", "https://a@:1"),
]
SPLICED = [
    *("\t", "\n", "\r", " ", "/", "\\", ":", "@", "[", "]", "%", "#", "?", ".", "\x00", "é"),
    *("\u200b", "-", "x", "1"),
]


MOST_NOT_ASCII = 1_000


def links_at_random(count: int) -> list[str]:
    random = Random(7)  # noqa: S311 - the same links every time
    links = list(TEXTS)
    links += [f"{scheme}://{host}" for host in HOSTS for scheme in ("http", "data")]
    links += [f"http:{slashes}a{port}" for slashes in SLASHES for port in PORTS]
    while len(links) < count:
        head = random.choice(SCHEMES) + ":" if random.random() < 0.8 else ""
        parts = (random.choice(each) for each in (SLASHES, USERS, HOSTS, PORTS, TAILS))
        link = head + "".join(parts)
        if len(link) > MOST_NOT_ASCII:
            continue
        for _ in range(random.choice([0, 0, 1, 2])):
            at = random.randrange(len(link) + 1)
            link = link[:at] + random.choice(SPLICED) + link[at + random.randrange(2) :]
        links.append(link)
    return links


def is_link(text: str) -> bool:
    return is_url_of(text, LINK_SCHEMES)


def is_src(text: str) -> bool:
    return is_url_of(text, SRC_SCHEMES)


def test_links_and_sources_get_the_verdict_of_tldraw_on_nodes_parser() -> None:
    links = links_at_random(20_000)
    answer = ask_tldraw(links=links)
    assert disagreements(links, is_link, answer["links"]) == []
    assert disagreements(links, is_src, answer["srcs"]) == []
    assert 2_000 < sum(answer["links"]) < 10_000


FROM_THE_RIGHT = ["אב.com", "ا.com", "א1.com", "xn--4dbc", "אב..a", "אa.com", "א١1.com"]
MIXED = [
    *("aא.com", "1א.com", "1a.אב", "אב.1a", "-.אב", "a!.אב", "٠.com", "1.2.3.٤"),
    *("xn--8hb", "xn--0ca24w"),
]


def test_names_from_right_to_left_pass_as_in_node() -> None:
    links = [f"https://{host}" for host in FROM_THE_RIGHT]
    assert disagreements(links, is_link, ask_tldraw(links=links)["links"]) == []


def test_names_that_browsers_refuse_and_node_takes_are_refused() -> None:
    """Chromium's parser refuses these, and a browser is what a bad record would hurt."""
    links = [f"https://{host}" for host in MIXED]
    assert ask_tldraw(links=links)["links"] == [True] * len(links)
    assert [link for link in links if is_link(link)] == []


REFUSED_THOUGH_NODE_TAKES_THEM = {
    "a long name": "é" * 1_100,
    "a long name in ASCII": "xn--n3h." + "a" * 1_100,
    "a mark first, of a later Unicode": "\u0898",
}


@pytest.mark.parametrize("name", REFUSED_THOUGH_NODE_TAKES_THEM)
def test_some_names_are_refused_though_node_takes_them(name: str) -> None:
    link = f"https://{REFUSED_THOUGH_NODE_TAKES_THEM[name]}"
    assert ask_tldraw(links=[link])["links"] == [True]
    assert not is_link(link)


def test_letters_newer_than_browsers_are_refused() -> None:
    """`idna` knows letters of Unicode 18, which the Node that we compare with does not."""
    links = [f"https://a{letter}" for letter in "\u0558\u209d"]
    assert ask_tldraw(links=links)["links"] == [False] * len(links)
    assert [link for link in links if is_link(link)] == []


@pytest.mark.parametrize("scheme", ["javascript", "JavaScript", "data", "vbscript", "file", "blob"])
@pytest.mark.parametrize(
    "disguise",
    ["{}:x", " {}:x", "\x00{}:x", "\t{}\n:x", "{}\t:x", "\x1f\n {}:x", "{}://%0aalert(1)//x.fr/"],
)
def test_no_disguise_lets_a_scheme_through_that_is_no_links(scheme: str, disguise: str) -> None:
    split = "\r".join(scheme)
    assert not is_link(disguise.format(scheme))
    assert not is_link(disguise.format(split))


def test_a_hostile_address_is_read_within_the_time_of_a_test() -> None:
    """Backtracking, or sorting letters into a name one by one, would not end."""
    hostile = [
        *("[" * 100_000 + ":x", "1" * 100_000, "0" * 100_000, "a." * 100_000, "%31" * 100_000),
        *("xn--" + "a" * 100_000, "xn--a." * 50_000, "\u200c" * 100_000, "é" * 100_000),
        *("\t" * 100_000, "@" * 100_000, ":" * 100_000, "0x" + "f" * 100_000, "1." * 100_000),
    ]
    for text in hostile:
        is_link(f"https://{text}")
        is_link(f"https://a:{text}")
        is_link(f"/{text}")
        is_link(text)
