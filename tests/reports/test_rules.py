"""What a report makes of the events of a room."""

from datetime import UTC, datetime, timedelta

import pytest

from salle.activities.quiz.events import (
    ActivityAnswered,
    ActivityClosed,
    ActivityFinished,
    ActivityQuestionShown,
    ActivityWithdrawn,
)
from salle.activities.quiz.plan import QuizChoice, QuizPlan, QuizQuestion
from salle.reports.rules import HEAD_TYPES, ReportNotFound, head_of, make_report
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
    SlideShown,
)
from salle.rooms.state import RoomPage, RoomRole

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def choice(name: str, *, is_right: bool = False) -> QuizChoice:
    return QuizChoice(id=name, text=name.upper(), is_right=is_right)


PLAN = QuizPlan(
    kind="quiz",
    title="Massage",
    questions=(
        QuizQuestion(id="q1", text="One", choices=(choice("a", is_right=True), choice("b"))),
        QuizQuestion(
            id="q2",
            text="Two",
            is_multiple=True,
            choices=(choice("c", is_right=True), choice("d", is_right=True), choice("e")),
        ),
        QuizQuestion(id="q3", text="Never asked", choices=(choice("f"), choice("g"))),
    ),
)
LAUNCHED = ClassLaunched(
    created_at=at(0),
    participant_id="t",
    room_id="room",
    name="massage",
    title="Massage cardiaque",
    capsule_id="capsule",
    user_id="trainer",
    first_name="Camille",
    last_name="Moreau",
    pages=(RoomPage(id="page:1", name="One"),),
    page_id="page:1",
)
ENDED = ClassEnded(created_at=at(60), participant_id="t", reason="trainer")


def joined(who: str, minutes: float) -> Joined:
    return Joined(created_at=at(minutes), participant_id=who, first_name=who, last_name="X")


def left(who: str, minutes: float) -> Left:
    return Left(created_at=at(minutes + 0.1), at=at(minutes), participant_id=who)


def answered(who: str, question_id: str, *choice_ids: str) -> ActivityAnswered:
    return ActivityAnswered(
        created_at=at(20),
        participant_id=who,
        run_id="run",
        question_id=question_id,
        choice_ids=choice_ids,
    )


QUIZ: tuple[RoomEvent, ...] = (
    ActivityStarted(created_at=at(15), run_id="run", activity_id="activity", plan=PLAN),
    answered("ana", "q1", "b"),
    answered("ana", "q1", "a"),
    answered("ben", "q1", "b"),
    answered("eve", "q1", "a"),
    ActivityWithdrawn(created_at=at(20), participant_id="eve", run_id="run", question_id="q1"),
    ActivityClosed(created_at=at(21), run_id="run", question_id="q1"),
    ActivityQuestionShown(created_at=at(22), run_id="run", question_id="q2"),
    answered("ana", "q2", "c", "d"),
    ActivityClosed(created_at=at(24), run_id="run", question_id="q2"),
    ActivityFinished(
        created_at=at(25), run_id="run", answered=2, scores={"ana": 1.0, "ben": 0.0}, mean_score=0.5
    ),
)


def test_presence_is_told_in_intervals() -> None:
    report = make_report([LAUNCHED, joined("ana", 5), left("ana", 20), joined("ana", 30), ENDED])
    trainer, ana = report.attendance
    assert (trainer.role, trainer.intervals) == ("trainer", [])
    assert [(i.joined_at, i.left_at) for i in ana.intervals] == [
        (at(5), at(20)),
        (at(30), at(60)),
    ]
    assert ana.seconds_present == 45 * 60


def test_who_led_for_a_while_is_told_of_as_the_participant_that_they_were() -> None:
    def came(who: str) -> Joined:
        return joined(who, 5).model_copy(update={"user_id": f"user-of-{who}"})

    def assisted(minutes: float, *who: str) -> AssistantsChanged:
        return AssistantsChanged(
            created_at=at(minutes), user_ids=tuple(f"user-of-{each}" for each in who)
        )

    ana, ben, eve = came("ana"), came("ben"), came("eve")
    bob = came("bob").model_copy(update={"role": RoomRole.TRAINER})
    events: list[RoomEvent] = [LAUNCHED, ana, ben, bob, eve]
    events += [assisted(20, "ana", "bob", "eve"), left("eve", 25), assisted(40, "bob"), ENDED]
    report = make_report(events)
    assert [
        (row.participant_id, row.role, row.seconds_present // 60, len(row.intervals))
        for row in report.attendance
    ] == [
        ("t", "trainer", 0, 0),
        ("ana", "participant", 15 + 20, 2),
        ("ben", "participant", 55, 1),
        ("bob", "trainer", 55, 1),
        ("eve", "participant", 15, 1),
    ]
    heads = [event for event in events if event.type in HEAD_TYPES]
    assert head_of(heads).participant_count == report.participant_count == 3


def test_a_report_names_every_slide_that_there_was() -> None:
    """The timeline tells of slides that are gone."""

    def changed(minutes: float, *pages: tuple[str, str]) -> PagesChanged:
        listed = tuple(RoomPage(id=page_id, name=name) for page_id, name in pages)
        return PagesChanged(created_at=at(minutes), pages=listed)

    report = make_report(
        [
            LAUNCHED,
            changed(5, ("page:2", "Two"), ("page:1", "One, again")),
            changed(6, ("page:3", "Three"), ("page:2", "Two")),
            ENDED,
        ]
    )
    named = [(page.id, page.name) for page in report.pages]
    assert named == [("page:3", "Three"), ("page:2", "Two"), ("page:1", "One, again")]
    assert [moment.type for moment in report.timeline] == ["class_launched", "class_ended"]


def test_somebody_who_was_removed_was_there_until_then() -> None:
    kicked = Kicked(created_at=at(12), participant_id="ana", by="t", reason="Bruit")
    ana = make_report([LAUNCHED, joined("ana", 2), kicked, left("ana", 13), ENDED]).attendance[1]
    assert (ana.seconds_present, ana.kicked_for) == (600, "Bruit")


def test_a_corrected_name_is_the_one_that_counts() -> None:
    renamed = ParticipantRenamed(
        created_at=at(3), participant_id="ana", first_name="Anaïs", last_name="Le Gall"
    )
    ana = make_report([LAUNCHED, joined("ana", 2), renamed, ENDED]).attendance[1]
    assert (ana.first_name, ana.last_name) == ("Anaïs", "Le Gall")


def test_results_count_the_answer_that_stood_when_the_question_closed() -> None:
    people = [joined(who, 1) for who in ("ana", "ben", "eve")]
    (result,) = make_report([LAUNCHED, *people, *QUIZ, ENDED]).activities
    first, second = result.questions  # the third was never asked
    assert [(each.id, each.count) for each in first.choices] == [("a", 1), ("b", 1)]
    assert (first.answered, first.all_right) == (2, 1)
    assert (second.answered, second.all_right) == (1, 1)
    assert [(each.participant_id, each.score) for each in result.people] == [
        ("ana", 1.0),
        ("ben", 0.0),
    ]
    assert result.people[0].choices == {"q1": ["a"], "q2": ["c", "d"]}
    assert (result.answered, result.mean_score) == (2, 0.5)


def test_a_poll_has_no_scores_and_nothing_right() -> None:
    plan = PLAN.model_copy(update={"kind": "poll"})
    started = ActivityStarted(created_at=at(15), run_id="run", activity_id="a", plan=plan)
    finished = ActivityFinished(
        created_at=at(25), run_id="run", answered=1, scores={}, mean_score=None
    )
    events: list[RoomEvent] = [
        LAUNCHED,
        joined("ana", 1),
        started,
        answered("ana", "q1", "a"),
        finished,
        ENDED,
    ]
    (result,) = make_report(events).activities
    assert (result.mean_score, result.people[0].score) == (None, None)
    assert result.questions[0].all_right is None
    assert not any(each.is_right for each in result.questions[0].choices)
    assert head_of(events).mean_score is None


def test_the_head_sums_up() -> None:
    renamed = RoomRenamed(created_at=at(1), participant_id="t", name="autre-nom")
    events = [LAUNCHED, renamed, joined("ana", 1), joined("ana", 3), *QUIZ, ENDED]
    head = head_of(events)
    assert (head.name, head.participant_count, head.activity_count) == ("autre-nom", 1, 1)
    assert (head.duration_seconds, head.mean_score) == (3600, 0.5)
    assert head == type(head)(
        **make_report(events).model_dump(include=set(type(head).model_fields))
    )


def test_the_timeline_leaves_single_answers_out() -> None:
    shown = SlideShown(created_at=at(4), participant_id="t", page_id="page:1")
    timeline = make_report([LAUNCHED, shown, joined("ana", 5), *QUIZ, ENDED]).timeline
    assert [moment.type for moment in timeline] == [
        "class_launched",
        "slide_shown",
        "joined",
        "activity_started",
        "activity_closed",
        "activity_question_shown",
        "activity_closed",
        "activity_finished",
        "class_ended",
    ]
    assert timeline[1].data == {"page_id": "page:1"}


@pytest.mark.parametrize("events", [[], [LAUNCHED], [LAUNCHED, joined("ana", 1)]])
def test_an_open_room_has_no_report_yet(events: list[RoomEvent]) -> None:
    with pytest.raises(ReportNotFound):
        make_report(events)
