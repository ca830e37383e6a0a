from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salle.scheduling.actions.series import read_rule, split_rule, write_rule
from salle.scheduling.recurrence import (
    MAX_OCCURRENCES,
    MAX_WEEKS_BETWEEN,
    Chosen,
    Rule,
    Weekly,
    days_of,
    follows,
    instant,
    move_wall_clock,
    wall_clock,
)
from salle.scheduling.rules import SeriesEmpty, SeriesTooLong

PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY, FRIDAY = 0, 1, 4
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)
"""The days on which the clocks of Paris change in 2027."""

STARTS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
WEEKLIES = st.builds(
    Weekly,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    every=st.integers(1, MAX_WEEKS_BETWEEN),
    count=st.integers(1, 25),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day and so on


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2027, 3, 22), utc(2027, 3, 22, 17)),
        (date(2027, 3, 29), utc(2027, 3, 29, 16)),
        (date(2027, 10, 25), utc(2027, 10, 25, 16)),
        (date(2027, 11, 1), utc(2027, 11, 1, 17)),
    ],
)
def test_six_in_the_evening_stays_six_in_the_evening(day: date, moment: datetime) -> None:
    assert instant(day, time(18), PARIS) == moment
    assert wall_clock(moment, PARIS) == datetime.combine(day, time(18))


def test_a_time_that_the_clocks_skip_is_an_hour_later() -> None:
    moment = instant(FORWARD, time(2, 30), PARIS)
    assert moment == utc(2027, 3, 28, 1, 30)
    assert wall_clock(moment, PARIS).time() == time(3, 30)


def test_a_time_that_the_clocks_show_twice_is_the_first_of_the_two() -> None:
    assert instant(BACK, time(2, 30), PARIS) == utc(2027, 10, 31, 0, 30)
    second = utc(2027, 10, 31, 1, 30)
    assert wall_clock(second, PARIS) == datetime.combine(BACK, time(2, 30))


def test_a_week_later_on_the_wall_is_an_hour_less_or_more_of_time() -> None:
    week = timedelta(days=7)

    def moved(moment: datetime) -> timedelta:
        return move_wall_clock(moment, week, zone=PARIS, new_zone=PARIS) - moment

    assert moved(utc(2027, 3, 22, 17)) == week - timedelta(hours=1)
    assert moved(utc(2027, 10, 25, 16)) == week + timedelta(hours=1)
    assert moved(utc(2027, 6, 7, 16)) == week


def test_every_second_week_counts_from_the_week_of_the_start() -> None:
    rule = Weekly(frozenset({MONDAY, FRIDAY}), every=2, count=4)
    thursday = date(2027, 3, 4)
    assert days_of(rule, thursday) == [
        date(2027, 3, 5),
        date(2027, 3, 15),
        date(2027, 3, 19),
        date(2027, 3, 29),
    ]


def test_the_last_day_is_one_of_them() -> None:
    rule = Weekly(frozenset({TUESDAY}), until=date(2027, 3, 16))
    assert days_of(rule, date(2027, 3, 2)) == [date(2027, 3, d) for d in (2, 9, 16)]


def test_days_that_are_left_out_count_among_the_times() -> None:
    rule = Weekly(frozenset({TUESDAY}), count=3)
    days = days_of(rule, date(2027, 3, 2), [date(2027, 3, 9), date(2030, 1, 1)])
    assert days == [date(2027, 3, 2), date(2027, 3, 16)]


def test_a_series_without_a_day_is_refused() -> None:
    day = date(2027, 3, 2)
    for rule in (Weekly(frozenset({TUESDAY}), count=1), Chosen(frozenset({day}))):
        with pytest.raises(SeriesEmpty):
            days_of(rule, day, [day])
    with pytest.raises(SeriesEmpty):
        days_of(Weekly(frozenset({MONDAY}), until=day - timedelta(days=9)), day)


def test_a_series_has_an_end() -> None:
    start = date(2027, 3, 2)
    daily = frozenset(range(7))
    assert len(days_of(Weekly(daily, count=MAX_OCCURRENCES), start)) == MAX_OCCURRENCES
    with pytest.raises(SeriesTooLong):
        days_of(Weekly(daily, count=MAX_OCCURRENCES + 1), start)
    with pytest.raises(SeriesTooLong):
        days_of(Weekly(daily, until=date(9999, 1, 1)), start)
    with pytest.raises(SeriesTooLong):
        days_of(Chosen(frozenset({start, date(2031, 1, 1)})), start)
    with pytest.raises(SeriesTooLong):
        days_of(Weekly(frozenset({TUESDAY}), every=26, count=10), start)


@given(rule=WEEKLIES, start=STARTS)
def test_no_occurrence_is_lost_or_doubled(rule: Weekly, start: date) -> None:
    """Counted day by day, as a person with a calendar would."""
    monday = start - timedelta(days=start.weekday())
    expected: list[date] = []
    day = start
    while len(expected) < (rule.count or 0):
        if day.weekday() in rule.weekdays and (day - monday).days // 7 % rule.every == 0:
            expected.append(day)
        day += timedelta(days=1)
    if expected[-1] - start > timedelta(days=3 * 366):
        with pytest.raises(SeriesTooLong):
            days_of(rule, start)
    else:
        assert days_of(rule, start) == expected
    assert follows(Weekly(rule.weekdays, every=rule.every), expected)


@given(rule=WEEKLIES, start=STARTS, data=st.data())
def test_what_is_left_out_is_left_out_and_nothing_else(
    rule: Weekly, start: date, data: st.DataObject
) -> None:
    whole = days_of(Weekly(rule.weekdays, count=rule.count), start)
    left_out = data.draw(st.sets(st.sampled_from(whole), max_size=len(whole) - 1))
    kept = days_of(Weekly(rule.weekdays, count=rule.count), start, left_out)
    assert kept == [day for day in whole if day not in left_out]


@given(rule=WEEKLIES, start=STARTS, at=st.times(), data=st.data())
def test_occurrences_follow_each_other_in_any_zone(
    rule: Weekly, start: date, at: time, data: st.DataObject
) -> None:
    zone = ZoneInfo(
        data.draw(
            st.sampled_from(
                ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
            )
        )
    )
    days = days_of(Weekly(rule.weekdays, count=rule.count), start)
    moments = [instant(day, at, zone) for day in days]
    assert moments == sorted(set(moments))
    for day, moment in zip(days, moments, strict=True):
        shown = wall_clock(moment, zone)
        assert shown.date() == day
        assert timedelta() <= shown - datetime.combine(day, at) <= timedelta(hours=1)


@given(
    rule=st.one_of(WEEKLIES, st.builds(Chosen, st.frozensets(STARTS, min_size=2, max_size=9))),
    start=STARTS,
)
def test_a_rule_is_read_as_it_was_written(rule: Rule, start: date) -> None:
    assert read_rule(write_rule(rule)) == rule
    days = (
        sorted(rule.days)
        if isinstance(rule, Chosen)
        else days_of(Weekly(rule.weekdays, count=rule.count), start)
    )
    for number in range(1, len(days)):
        earlier, later = split_rule(rule, days[number:])
        if isinstance(rule, Chosen):
            assert (earlier, later) == (
                Chosen(frozenset(days[:number])),
                Chosen(frozenset(days[number:])),
            )
        else:
            every_week = (Weekly(rule.weekdays, until=each.until) for each in (earlier, later))  # type: ignore[union-attr]  # both are weekly
            assert [
                *days_of(next(every_week), days[0]),
                *days_of(next(every_week), days[number]),
            ] == days
