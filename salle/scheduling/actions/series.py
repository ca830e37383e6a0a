from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from salle.kit.ids import new_id
from salle.scheduling.models import SessionSeries, TrainingSession
from salle.scheduling.recurrence import Chosen, Rule, Weekly, follows, wall_clock


def write_rule(rule: Rule) -> dict[str, Any]:
    """As it is stored and told."""
    match rule:
        case Weekly():
            return {
                "kind": "weekly",
                "weekdays": sorted(rule.weekdays),
                "every": rule.every,
                "until": None if rule.until is None else rule.until.isoformat(),
                "count": rule.count,
            }
        case Chosen():
            return {"kind": "chosen", "days": [day.isoformat() for day in sorted(rule.days)]}
        case never:
            assert_never(never)


def read_rule(stored: dict[str, Any]) -> Rule:
    if stored["kind"] == "chosen":
        return Chosen(frozenset(date.fromisoformat(day) for day in stored["days"]))
    until = stored["until"]
    return Weekly(
        frozenset(stored["weekdays"]),
        every=stored["every"],
        until=None if until is None else date.fromisoformat(until),
        count=stored["count"],
    )


async def add_series(
    db: AsyncSession,
    *,
    rule: Rule,
    exceptions: list[date],
    time_zone: str,
    created_by: str,
    now: datetime,
) -> SessionSeries:
    series = SessionSeries(
        id=new_id(),
        rule=write_rule(rule),
        exceptions=sorted(day.isoformat() for day in exceptions),
        time_zone=time_zone,
        created_by=created_by,
        created_at=now,
        updated_at=now,
    )
    db.add(series)
    await db.flush()
    return series


async def split_series(db: AsyncSession, session: TrainingSession, *, now: datetime) -> None:
    """From this session on they are a series of their own, so that each is edited as a whole."""
    if not session.series_index or session.series_id is None:
        return
    old = await db.get_one(SessionSeries, session.series_id, with_for_update=True)
    following = (
        await db.scalars(
            select(TrainingSession)
            .where(
                TrainingSession.series_id == old.id,
                TrainingSession.series_index >= session.series_index,
            )
            .order_by(TrainingSession.series_index)
        )
    ).all()
    zone = ZoneInfo(old.time_zone)
    days = [wall_clock(each.start_time, zone).date() for each in following]
    earlier, later = split_rule(read_rule(old.rule), days)
    new = await add_series(
        db,
        rule=later,
        exceptions=[date.fromisoformat(day) for day in old.exceptions],
        time_zone=old.time_zone,
        created_by=old.created_by,
        now=now,
    )
    old.rule = write_rule(earlier)
    old.updated_at = now
    for index, each in enumerate(following):
        each.series_id = new.id
        each.series_index = index
    await db.flush()


async def lay_out_anew(db: AsyncSession, session: TrainingSession, *, now: datetime) -> None:
    """After its sessions have moved: a series whose days are no longer its rule's is those days."""
    series = await db.get_one(SessionSeries, session.series_id, with_for_update=True)
    zone = ZoneInfo(session.time_zone)
    sessions = await db.scalars(
        select(TrainingSession).where(TrainingSession.series_id == series.id)
    )
    days = frozenset(wall_clock(each.start_time, zone).date() for each in sessions)
    rule = read_rule(series.rule)
    if not follows(rule, days):
        series.rule = write_rule(Chosen(days))
        series.exceptions = []
    series.time_zone = session.time_zone
    series.updated_at = now
    await db.flush()


def split_rule(rule: Rule, later: list[date]) -> tuple[Rule, Rule]:
    """What the rule says of the days before these, and of these."""
    first, last = min(later), max(later)
    match rule:
        case Weekly():
            return (
                replace(rule, until=first - timedelta(days=1), count=None),
                replace(rule, until=last, count=None),
            )
        case Chosen():
            earlier = frozenset(day for day in rule.days if day < first)
            return Chosen(earlier), Chosen(frozenset(later))
        case never:
            assert_never(never)
