"""What a report says. Computed from the room's events, whenever somebody asks."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from salle.rooms.state import RoomPage


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Interval(_Part):
    joined_at: datetime
    left_at: datetime


class AttendanceRow(_Part):
    """Somebody who was in the room, under the name they had last."""

    participant_id: str
    role: Literal["trainer", "participant"]
    first_name: str
    last_name: str
    organisation: str
    colour: int
    """The one they had in the room: a place in the palette of people."""
    intervals: list[Interval]
    seconds_present: int
    kicked_for: str | None = None
    """The reason given, if the trainer removed them."""


class ChoiceResult(_Part):
    id: str
    text: str
    is_right: bool
    count: int


class QuestionResult(_Part):
    id: str
    text: str
    is_multiple: bool
    answered: int
    all_right: int | None
    """How many ticked exactly the right choices; None in a poll."""
    choices: list[ChoiceResult]


class PersonResult(_Part):
    participant_id: str
    first_name: str
    last_name: str
    score: float | None
    """From 0 to 1, over the questions asked; None in a poll."""
    choices: dict[str, list[str]]
    """What they had ticked when it closed, by question; absent where they had not answered."""


class ActivityResult(_Part):
    run_id: str
    activity_id: str
    kind: Literal["quiz", "poll"]
    title: str
    started_at: datetime
    finished_at: datetime
    answered: int
    mean_score: float | None
    questions: list[QuestionResult]
    people: list[PersonResult]


class Moment(_Part):
    """One line of the timeline. `data` holds what the line needs, by the type of the event."""

    at: datetime
    type: str
    participant_id: str | None
    data: dict[str, str]


class ReportHead(_Part):
    room_id: str
    name: str
    title: str
    capsule_id: str | None
    trainer_name: str
    started_at: datetime
    ended_at: datetime
    duration_seconds: int
    end_reason: str
    participant_count: int
    activity_count: int
    mean_score: float | None
    """Of the quizzes, each weighing the same; None without any."""


class Report(ReportHead):
    pages: list[RoomPage]
    """The slides, so that the timeline can name them."""
    attendance: list[AttendanceRow]
    activities: list[ActivityResult]
    timeline: list[Moment]
    has_board: bool = False
    """Whether the slides were kept as they were at the end."""


class FinalBoard(BaseModel):
    document: dict[str, Any]
    """`{store, schema}`, as tldraw's `loadSnapshot` takes it."""


class ReportPage(BaseModel):
    reports: list[ReportHead]
    total: int
