"""On which days a series takes place, and at which moments. Wall-clock times stay all year.

A time that the clocks skip in spring is as much later as they are put forward: 02:30 becomes 03:30.
A time that they show twice in autumn is the first of the two.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from salle.scheduling.rules import SeriesEmpty, SeriesTooLong

MAX_OCCURRENCES = 200
MAX_SERIES_LASTS = timedelta(days=3 * 366)
MAX_WEEKS_BETWEEN = 26
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Weekly:
    """On these weekdays (0 is Monday), every so many weeks, counted from the week of the start.

    Until a day, that day included, or so many times. Exceptions count among the times.
    """

    weekdays: frozenset[int]
    every: int = 1
    until: date | None = None
    count: int | None = None


@dataclass(frozen=True)
class Chosen:
    """On these days and no others."""

    days: frozenset[date]


Rule = Weekly | Chosen


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which a clock of that zone shows this, by the rule at the top of this page."""
    return datetime.combine(day, at, zone).replace(fold=0).astimezone(UTC)


def wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock of that zone shows then; without an offset, so that days can be counted."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def move_wall_clock(
    moment: datetime, by: timedelta, *, zone: ZoneInfo, new_zone: ZoneInfo
) -> datetime:
    """As much later on the clock on the wall, whatever its zone does in between."""
    moved = wall_clock(moment, zone) + by
    return instant(moved.date(), moved.time(), new_zone)


def days_of(rule: Rule, start: date, exceptions: Iterable[date] = ()) -> list[date]:
    """The days in order, none twice. Raises SeriesEmpty and SeriesTooLong."""
    latest = start + MAX_SERIES_LASTS
    match rule:
        case Weekly():
            days = list(islice(_weekly(rule, start), MAX_OCCURRENCES + 1))
        case Chosen():
            days = sorted(rule.days)
    if len(days) > MAX_OCCURRENCES or (days and days[-1] > latest):
        raise SeriesTooLong(limit=MAX_OCCURRENCES, limit_days=MAX_SERIES_LASTS.days)
    left_out = frozenset(exceptions)
    if not (kept := [day for day in days if day not in left_out]):
        raise SeriesEmpty
    return kept


def follows(rule: Rule, days: Collection[date]) -> bool:
    """Whether these days, the first of them being the start, are days of the rule."""
    if isinstance(rule, Chosen):
        return rule.days.issuperset(days)
    monday = _monday(min(days))
    return all(
        day.weekday() in rule.weekdays
        and (_monday(day) - monday) // WEEK % rule.every == 0
        and (rule.until is None or day <= rule.until)
        for day in days
    )


def _weekly(rule: Weekly, start: date) -> Iterator[date]:
    monday = _monday(start)
    left = rule.count
    while rule.until is None or monday <= rule.until:
        for weekday in sorted(rule.weekdays):
            day = monday + timedelta(days=weekday)
            if day < start or (rule.until is not None and day > rule.until):
                continue
            if left == 0:
                return
            left = None if left is None else left - 1
            yield day
        monday += WEEK * rule.every


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
