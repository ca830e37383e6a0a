"""What a rehearsal has shown: the verdict, a table for people, JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from salle.rehearsal.answers import AnswerBook, Found
from salle.rehearsal.metrics import Usage
from salle.rehearsal.script import Lesson
from salle.rehearsal.tallies import Tally, percentile

NOT_KNOWN = "not known"
MOST_FAULTS = 20


@dataclass
class Measured:
    """What only whoever runs the class knows. Times are in seconds."""

    filled_in: float | None = None
    """None if not everybody was there before the class began."""
    taught_for: float = 0
    deliveries: int = 0
    empty: Usage | None = None
    full: Usage | None = None
    done: Usage | None = None
    here: int = 0
    at_the_board: int = 0
    unanswered: int = 0
    ended_at: float = 0
    reported_in: float | None = None
    in_report: int | None = None
    report_fault: str = ""
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Delays:
    """In milliseconds, of so many."""

    count: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Delays | None":
        if not seconds:
            return None
        p50, p95, p99 = (round(percentile(seconds, share) * 1e3, 3) for share in (0.5, 0.95, 0.99))
        return cls(len(seconds), p50, p95, p99)

    def __str__(self) -> str:
        return f"p50 {self.p50:,.1f} ms · p95 {self.p95:,.1f} ms · p99 {self.p99:,.1f} ms"


@dataclass(frozen=True)
class Result:
    """None is what is not known."""

    people: int
    seconds: float
    drops: float
    seed: int
    is_whole: bool
    """Nobody stopped it before its time."""
    faults: list[str]
    """What a server that holds does not let happen. Empty: it held."""
    notes: list[str]
    """What to know before believing the figures."""
    deliveries: int
    deliveries_per_second: float
    to_everyone: Delays | None
    """From a command to the last who was there."""
    answers_sent: int
    answers_acknowledged: int
    answers_standing: int | None
    """Acknowledged, and not replaced by a later one of the same person."""
    answers_found: int | None
    to_acknowledgement: Delays | None
    refused: Mapping[str, int]
    lines_cut: int
    lines_lost: Mapping[int, int]
    """Those that the rehearsal did not cut, by close code."""
    here: int
    """At the end, the trainer included."""
    at_the_board: int
    return_seconds: Delays | None
    """In milliseconds all the same."""
    filled_in_seconds: float | None
    report_after_seconds: float | None
    server_cpu_share: float | None
    """Of one core."""
    server_cpu_microseconds_per_delivery: float | None
    server_kib_per_member: float | None
    own_busy_seconds: int

    @property
    def has_held(self) -> bool:
        return not self.faults


def conclude(
    lesson: Lesson,
    tally: Tally,
    book: AnswerBook,
    measured: Measured,
    found: Found | None,
    *,
    is_whole: bool,
) -> Result:
    cpu = None
    if measured.full is not None and measured.done is not None:
        cpu = measured.done.cpu_seconds - measured.full.cpu_seconds
    memory = memory_per_member(lesson, measured)
    per_delivery = None
    if cpu is not None and cpu >= 0 and measured.deliveries:  # less than before: another process
        per_delivery = round(cpu / measured.deliveries * 1e6, 2)
    return Result(
        people=lesson.people,
        seconds=round(measured.taught_for, 3),
        drops=lesson.drops,
        seed=lesson.seed,
        is_whole=is_whole,
        faults=list(find_faults(lesson, tally, measured, found, is_whole=is_whole)),
        notes=list(find_notes(tally, measured)),
        deliveries=measured.deliveries,
        deliveries_per_second=round(measured.deliveries / max(measured.taught_for, 1e-9), 1),
        to_everyone=Delays.of(tally.broadcasts.delays),
        answers_sent=book.sent,
        answers_acknowledged=book.acknowledged,
        answers_standing=None if found is None else found.standing,
        answers_found=None if found is None else found.found,
        to_acknowledgement=Delays.of(tally.acknowledgements),
        refused=dict(tally.refused + book.refused),
        lines_cut=tally.cut,
        lines_lost=dict(tally.lost),
        here=measured.here,
        at_the_board=measured.at_the_board,
        return_seconds=Delays.of(tally.returns),
        filled_in_seconds=rounded(measured.filled_in),
        report_after_seconds=rounded(measured.reported_in),
        server_cpu_share=None
        if per_delivery is None or cpu is None
        else round(cpu / measured.taught_for, 3),
        server_cpu_microseconds_per_delivery=per_delivery,
        server_kib_per_member=None if memory is None else round(memory / 1024, 1),
        own_busy_seconds=tally.busy_seconds,
    )


def memory_per_member(lesson: Lesson, measured: Measured) -> float | None:
    """Bytes. A process that has had a class gives little back, and needs no more for the next."""
    if measured.full is None or measured.empty is None:
        return None
    grown = measured.full.memory_bytes - measured.empty.memory_bytes
    return grown / (lesson.people + 1) if grown > 0 else None


def rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def find_faults(
    lesson: Lesson, tally: Tally, measured: Measured, found: Found | None, *, is_whole: bool
) -> Iterator[str]:
    everybody = lesson.people + 1
    if is_whole and measured.here < everybody:
        yield f"{everybody - measured.here} of {everybody} were not in the room at the end"
    elif is_whole and measured.at_the_board < everybody:
        yield f"{everybody - measured.at_the_board} of {everybody} had no board at the end"
    if is_whole and measured.unanswered:
        yield f"{measured.unanswered} commands were never answered"
    if found is None:
        yield f"what was stored is not known: {measured.report_fault or 'there is no report'}"
    else:
        yield from found.faults[:MOST_FAULTS]
        if len(found.faults) > MOST_FAULTS:
            yield f"and {len(found.faults) - MOST_FAULTS} faults more"
        if is_whole and measured.in_report != lesson.people:
            yield f"the report names {measured.in_report} of {lesson.people} people"
    if tally.refused["internal"]:
        yield f"{tally.refused['internal']} commands met a mistake of the server's"


def find_notes(tally: Tally, measured: Measured) -> Iterator[str]:
    if tally.busy_seconds:
        yield (
            f"In {tally.busy_seconds} of {measured.taught_for:.0f} s the rehearsal itself had no"
            " time left: delays are longer than people would see, and the server may hold more."
        )
    if measured.empty is None:
        yield (
            "The server's CPU and memory are not known: it shows them to whoever has its"
            " SALLE_METRICS_TOKEN."
        )
    elif measured.full is None or measured.done is None:
        yield "The server's CPU and memory are not known: it did not answer when it was asked."
    elif measured.full.memory_bytes <= measured.empty.memory_bytes:
        yield "The server's memory did not grow: it still had that of an earlier class."
    yield from (f"Left on the server: {each}" for each in measured.left)


def as_json(result: Result) -> dict[str, object]:
    return {"has_held": result.has_held} | asdict(result)


def as_table(result: Result) -> str:
    rows = list(tell(result))
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    lines += [f"! {fault}" for fault in result.faults]
    lines += [f"* {note}" for note in result.notes]
    lines.append(verdict(result))
    return "\n".join(lines)


def verdict(result: Result) -> str:
    if not result.is_whole:
        lost = "nothing acknowledged was lost" if result.has_held else "it did not hold"
        return f"It was stopped. As far as it went, {lost}."
    if not result.has_held:
        return "It did not hold."
    return "It held: nothing acknowledged was lost, and everybody is there."


def tell(result: Result) -> Iterator[tuple[str, str]]:
    everybody = result.people + 1
    yield "class", f"{result.people:,} people and a trainer, {result.seconds:.0f} s"
    filled = result.filled_in_seconds
    yield "everybody in", "never" if filled is None else f"after {filled:.1f} s"
    yield "deliveries", f"{result.deliveries:,} ({result.deliveries_per_second:,.0f}/s)"
    yield "from command to everyone", known(result.to_everyone)
    yield "from answer to receipt", known(result.to_acknowledgement)
    standing, found = result.answers_standing, result.answers_found
    replaced = "" if standing is None else f" ({result.answers_acknowledged - standing:,} replaced)"
    there = NOT_KNOWN if found is None else f"{found:,} of {standing:,} found"
    sent, acknowledged = result.answers_sent, result.answers_acknowledged
    yield "answers", f"{sent:,} sent · {acknowledged:,} acknowledged{replaced} · {there}"
    if result.refused:
        yield "refused", ", ".join(f"{count:,} {code}" for code, count in result.refused.items())
    lost = ", ".join(f"{count:,} with {code}" for code, count in sorted(result.lines_lost.items()))
    yield "lines", f"{result.lines_cut:,} people cut off · lost by themselves: {lost or 'none'}"
    was_away = result.lines_cut or result.lines_lost
    yield "back in the room", known(result.return_seconds) if was_away else "nobody was away"
    yield (
        "there at the end",
        f"{result.here:,} of {everybody:,}, {result.at_the_board:,} on the board",
    )
    after = result.report_after_seconds
    yield "report", NOT_KNOWN if after is None else f"{after:.2f} s after the end of the class"
    cpu, share = result.server_cpu_microseconds_per_delivery, result.server_cpu_share
    if cpu is None or share is None:
        yield "server CPU", NOT_KNOWN
    else:
        yield "server CPU", f"{cpu:,.1f} µs for each delivery, {share:.0%} of a core"
    memory = result.server_kib_per_member
    yield "server memory", NOT_KNOWN if memory is None else f"{memory:,.0f} KiB for each member"


def known(delays: Delays | None) -> str:
    return NOT_KNOWN if delays is None else str(delays)
