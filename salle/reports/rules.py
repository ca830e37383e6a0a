"""From the events of a closed room to its report. Pure: the same events, the same report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from salle.activities.quiz.events import ActivityFinished, QuizEvent
from salle.activities.quiz.plan import QuizQuestion
from salle.activities.quiz.rules import Quiz
from salle.activities.quiz.run import QuizRun
from salle.activities.quiz.scoring import mean
from salle.kit.errors import Kind, SalleError
from salle.reports.report import (
    ActivityResult,
    AttendanceRow,
    ChoiceResult,
    Interval,
    PersonResult,
    QuestionResult,
    Report,
    ReportHead,
)
from salle.reports.timeline import tell
from salle.rooms.events import (
    ActivityStarted,
    AssistantsChanged,
    ClassEnded,
    ClassLaunched,
    Joined,
    Kicked,
    Left,
    PagesChanged,
    ParticipantRenamed,
    RoomEvent,
    RoomRenamed,
)
from salle.rooms.state import PEOPLE_COLOURS, RoomPage, RoomRole


class ReportNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "report.not_found"


class BoardNotKept(SalleError):
    """Of a class that was held before boards were kept."""

    kind = Kind.NOT_FOUND
    code = "report.board_not_kept"


@dataclass
class Attendee:
    user_id: str | None
    role: RoomRole
    """As what they are there now; in the end, as what they were there last."""
    first_name: str
    last_name: str
    organisation: str
    here_since: datetime | None = None
    kicked_for: str | None = None
    led: list[Interval] = field(default_factory=list)
    took_part: list[Interval] = field(default_factory=list)

    def leave(self, at: datetime) -> None:
        if self.here_since is not None:
            intervals = self.led if self.role is RoomRole.TRAINER else self.took_part
            intervals.append(Interval(joined_at=self.here_since, left_at=max(at, self.here_since)))
            self.here_since = None

    def play(self, role: RoomRole, since: datetime) -> None:
        if role is not self.role:
            was_here = self.here_since is not None
            self.leave(since)
            self.role = role
            self.here_since = since if was_here else None


@dataclass
class Run:
    state: QuizRun
    started_at: datetime
    finished_at: datetime


quiz = Quiz()
# What the head of a report is made of. Answers are the bulk of a log, and are not among them.
HEAD_TYPES = (
    "class_launched",
    "class_ended",
    "joined",
    "left",
    "kicked",
    "assistants_changed",
    "room_renamed",
    "activity_finished",
)


def head_of(events: Sequence[RoomEvent]) -> ReportHead:
    """From the events of `HEAD_TYPES`. Raises `ReportNotFound` unless the room has ended."""
    if len(events) < 2:  # noqa: PLR2004 - the launch and the end
        raise ReportNotFound
    launched, ended = events[0], events[-1]
    if not isinstance(launched, ClassLaunched) or not isinstance(ended, ClassEnded):
        raise ReportNotFound
    names = [event.name for event in events if isinstance(event, RoomRenamed)]
    came = [each for each in attend(events).values() if each.took_part]
    finished = [event for event in events if isinstance(event, ActivityFinished)]
    scores = [event.mean_score for event in finished if event.mean_score is not None]
    return ReportHead(
        room_id=launched.room_id,
        name=names[-1] if names else launched.name,
        title=launched.title,
        capsule_id=launched.capsule_id,
        trainer_name=f"{launched.first_name} {launched.last_name}".strip(),
        started_at=launched.created_at,
        ended_at=ended.created_at,
        duration_seconds=seconds_between(launched.created_at, ended.created_at),
        end_reason=ended.reason,
        participant_count=len(came),
        activity_count=len(finished),
        mean_score=mean(scores) if scores else None,
    )


def make_report(events: Sequence[RoomEvent]) -> Report:
    """From all the events of a room, in their order. Raises as `head_of` does."""
    head = head_of(events)
    people = attend(events)
    return Report(
        **dict(head),
        pages=every_page(events),
        attendance=[
            attendance_row(who, attendee, colour=place % PEOPLE_COLOURS)
            for place, (who, attendee) in enumerate(people.items())
        ],
        activities=[result_of(run, people) for run in follow_runs(events)],
        timeline=[moment for event in events if (moment := tell(event)) is not None],
    )


def every_page(events: Sequence[RoomEvent]) -> list[RoomPage]:
    """Every slide that there ever was, under its last name; those that stayed in their order."""
    pages: dict[str, RoomPage] = {}
    for event in events:
        if isinstance(event, ClassLaunched | PagesChanged):
            now = {page.id: page for page in event.pages}
            pages = now | {key: page for key, page in pages.items() if key not in now}
    return list(pages.values())


def attend(events: Sequence[RoomEvent]) -> Mapping[str, Attendee]:
    """Everyone who was there in the order of arrival; the trainer first, even if never there."""
    people: dict[str, Attendee] = {}
    for event in events:
        match event:
            case ClassLaunched(participant_id=who):
                people[who] = arrive(event, RoomRole.TRAINER)
            case Joined(participant_id=who):
                attendee = people.setdefault(who, arrive(event, event.role))
                attendee.here_since = attendee.here_since or event.created_at
            case AssistantsChanged(user_ids=user_ids):
                put_assistants(people, user_ids, event.created_at)
            case Left(participant_id=who) if who in people:
                people[who].leave(event.at)
            case Kicked(participant_id=str(who)) if who in people:
                people[who].leave(event.created_at)
                people[who].kicked_for = event.reason
            case ParticipantRenamed(participant_id=who) if who in people:
                people[who].first_name = event.first_name
                people[who].last_name = event.last_name
            case ClassEnded():
                for attendee in people.values():
                    attendee.leave(event.created_at)
    return people


def put_assistants(people: Mapping[str, Attendee], user_ids: Sequence[str], at: datetime) -> None:
    for place, attendee in enumerate(people.values()):
        leads = place == 0 or attendee.user_id in user_ids
        attendee.play(RoomRole.TRAINER if leads else RoomRole.PARTICIPANT, at)


def arrive(event: ClassLaunched | Joined, role: RoomRole) -> Attendee:
    return Attendee(event.user_id, role, event.first_name, event.last_name, event.organisation)


def attendance_row(participant_id: str, attendee: Attendee, *, colour: int) -> AttendanceRow:
    """Whoever led for a while only is told of as the participant that they were besides."""
    is_trainer = attendee.role is RoomRole.TRAINER and not attendee.took_part
    intervals = attendee.led if is_trainer else attendee.took_part
    return AttendanceRow(
        participant_id=participant_id,
        role="trainer" if is_trainer else "participant",
        first_name=attendee.first_name,
        last_name=attendee.last_name,
        organisation=attendee.organisation,
        colour=colour,
        intervals=intervals,
        seconds_present=sum(seconds_between(each.joined_at, each.left_at) for each in intervals),
        kicked_for=attendee.kicked_for,
    )


def follow_runs(events: Sequence[RoomEvent]) -> Sequence[Run]:
    """Every activity as it stood at its end. The class ends no activity without finishing it."""
    runs: dict[str, Run] = {}
    for event in events:
        if isinstance(event, ActivityStarted):
            state = quiz.start(event.run_id, event.activity_id, event.plan)
            runs[event.run_id] = Run(state, event.created_at, event.created_at)
        elif isinstance(event, QuizEvent) and event.run_id in runs:
            run = runs[event.run_id]
            run.state = quiz.apply(run.state, event)
            run.finished_at = event.created_at
    return list(runs.values())


def result_of(run: Run, people: Mapping[str, Attendee]) -> ActivityResult:
    state = run.state
    answered = state.who_answered(state.asked)
    scores = state.scores_over(state.asked)
    return ActivityResult(
        run_id=state.run_id,
        activity_id=state.activity_id,
        kind=state.plan.kind,
        title=state.plan.title,
        started_at=run.started_at,
        finished_at=run.finished_at,
        answered=len(answered),
        mean_score=mean(list(scores.values())) if scores else None,
        questions=[question_result(state, question) for question in state.asked],
        people=[
            PersonResult(
                participant_id=who,
                first_name=people[who].first_name if who in people else "",
                last_name=people[who].last_name if who in people else "",
                score=scores.get(who),
                choices={
                    question.id: list(answers[who].choice_ids)
                    for question in state.asked
                    if who in (answers := state.answers_to(question))
                },
            )
            for who in answered
        ],
    )


def question_result(state: QuizRun, question: QuizQuestion) -> QuestionResult:
    answers = state.answers_to(question).values()
    ticked = [set(answer.choice_ids) for answer in answers]
    return QuestionResult(
        id=question.id,
        text=question.text,
        is_multiple=question.is_multiple,
        answered=len(ticked),
        all_right=sum(each == question.right for each in ticked) if state.is_scored else None,
        choices=[
            ChoiceResult(
                id=choice.id,
                text=choice.text,
                is_right=state.is_scored and choice.is_right,
                count=sum(choice.id in each for each in ticked),
            )
            for choice in question.choices
        ],
    )


def seconds_between(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds()))
