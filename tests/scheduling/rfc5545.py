"""A strict reader of iCalendar, written from RFC 5545 alone: a second opinion on what we write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NAME = re.compile(r"[A-Za-z0-9-]+")
PLAIN_VALUE = re.compile(r'[^\x00-\x08\x0a-\x1f\x7f",;:]*')
QUOTED_VALUE = re.compile(r'"([^\x00-\x08\x0a-\x1f\x7f"]*)"')
FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
DURATION = re.compile(r"([+-]?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
ESCAPED = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*")
LONGEST_LINE = 75  # octets

TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "PRODID", "UID", "STATUS", "ACTION"}
REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
MANY = {"ATTENDEE", "COMMENT", "CATEGORIES"}
INSIDE = {"VCALENDAR": {"VEVENT"}, "VEVENT": {"VALARM"}, "VALARM": set[str]()}


class Malformed(ValueError):
    pass


@dataclass(frozen=True)
class Property:
    name: str
    params: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> Property:
        [found] = self.all(name)
        return found

    def text(self, name: str) -> str:
        return unescape(self.one(name).value)

    def moment(self, name: str) -> datetime:
        return read_moment(self.one(name).value)

    @property
    def events(self) -> list["Component"]:
        return [each for each in self.components if each.name == "VEVENT"]


def read(data: bytes) -> Component:
    """The calendar, whole and with nothing beside it. Raises Malformed."""
    lines = iter([parse(line) for line in unfold(data)])
    if next(lines) != Property("BEGIN", {}, "VCALENDAR"):
        raise Malformed("does not begin with a calendar")
    calendar = read_component("VCALENDAR", lines)
    for beside in lines:
        raise Malformed(f"after the end: {beside.name}")
    return calendar


def read_component(name: str, lines: Iterator[Property]) -> Component:
    component = Component(name)
    for line in lines:
        if line == Property("END", {}, name):
            check(component)
            return component
        if line.name == "BEGIN":
            if line.value not in INSIDE[name]:
                raise Malformed(f"{line.value} in {name}")
            component.components.append(read_component(line.value, lines))
        elif component.components or line.name == "END":
            raise Malformed(f"{line.name} out of its place")
        else:
            component.properties.append(line)
    raise Malformed(f"no end of {name}")


def unfold(data: bytes) -> Iterator[str]:
    if not data.endswith(b"\r\n"):
        raise Malformed("the last line has no end")
    unfolded: list[bytes] = []
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        if len(line) > LONGEST_LINE:
            raise Malformed(f"a line of {len(line)} octets")
        line.decode()  # allowed, but unkind to simple programs: a character cut in two
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        elif line:
            unfolded.append(line)
        else:
            raise Malformed("an empty line")
    for line in unfolded:
        text = line.decode()
        if FORBIDDEN.search(text):
            raise Malformed(f"a control character in {text!r}")
        yield text


def parse(line: str) -> Property:
    name = match(NAME, line, 0)
    at = name.end()
    params: dict[str, str] = {}
    while line[at : at + 1] == ";":
        key = match(NAME, line, at + 1)
        if line[key.end() : key.end() + 1] != "=":
            raise Malformed(line)
        at = key.end() + 1
        if line[at : at + 1] == '"':
            quoted = match(QUOTED_VALUE, line, at)
            value, at = quoted[1], quoted.end()
        else:
            plain = match(PLAIN_VALUE, line, at)
            value, at = plain[0], plain.end()
        if key[0].upper() in params:
            raise Malformed(f"{key[0]} twice in {line}")
        params[key[0].upper()] = value
    if line[at : at + 1] != ":":
        raise Malformed(line)
    return Property(name[0].upper(), params, line[at + 1 :])


def match(pattern: re.Pattern[str], line: str, at: int) -> re.Match[str]:
    found = pattern.match(line, at)
    if found is None:
        raise Malformed(line)
    return found


def check(component: Component) -> None:
    names = [each.name for each in component.properties]
    if missing := REQUIRED[component.name] - set(names):
        raise Malformed(f"{component.name} without {missing}")
    if twice := {name for name in names if names.count(name) > 1} - MANY:
        raise Malformed(f"{component.name} with several {twice}")
    for each in component.properties:
        if each.name in TEXTS:
            unescape(each.value)
        if each.name in ("DTSTART", "DTEND", "DTSTAMP", "CREATED", "LAST-MODIFIED"):
            read_moment(each.value)
        if each.name in ("TRIGGER", "REFRESH-INTERVAL"):
            read_duration(each.value)
    if component.name == "VEVENT" and component.moment("DTEND") <= component.moment("DTSTART"):
        raise Malformed("ends before it starts")


def unescape(text: str) -> str:
    """Strictly: a comma or semicolon that stands alone is an error, and so is an odd backslash."""
    if ESCAPED.fullmatch(text) is None:
        raise Malformed(f"not escaped: {text}")
    return re.sub(r"\\(.)", lambda found: found[1].replace("n", "\n").replace("N", "\n"), text)


def read_moment(value: str) -> datetime:
    """Of the forms of RFC 5545, we use the one in UTC alone."""
    if not re.fullmatch(r"\d{8}T\d{6}Z", value):
        raise Malformed(value)
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read_duration(value: str) -> timedelta:
    found = DURATION.fullmatch(value)
    if found is None or not any(found.groups()[1:]):
        raise Malformed(value)
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length
