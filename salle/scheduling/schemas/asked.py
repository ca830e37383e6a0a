"""What is sent to us."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from salle.accounts.schemas import Asked, EmailAddress, Flag, Language, Organisation, RowId, Version
from salle.kit.zones import TimeZone
from salle.scheduling.recurrence import MAX_OCCURRENCES, MAX_WEEKS_BETWEEN, Chosen, Rule, Weekly
from salle.scheduling.rules import MAX_PASTED, EventType, Visibility
from salle.scheduling.schemas.fields import (
    Capacity,
    Day,
    Description,
    DurationMinutes,
    EventDescription,
    Moment,
    Name,
    PersonIds,
    PictureId,
    Place,
    SkillLevel,
    Tags,
    Title,
)


class NewEvent(Asked):
    title: Title
    description: EventDescription = ""
    """Markdown."""
    type: EventType = EventType.COURSE
    start_time: Moment
    end_time: Moment
    time_zone: TimeZone = "UTC"
    place: Place = ""
    is_remote: Flag = False
    picture_id: PictureId | None = None
    visibility: Visibility = Visibility.MEMBERS_ONLY


class EditedEvent(Asked):
    """What is to change; what is missing stays. Null takes the picture away."""

    version: Version
    title: Title | None = None
    description: EventDescription | None = None
    type: EventType | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    time_zone: TimeZone | None = None
    place: Place | None = None
    is_remote: Flag | None = None
    picture_id: PictureId | None = None
    visibility: Visibility | None = None


class EventCopy(Asked):
    title: Title | None = None
    """In the language of who copies; the original's if none is given."""
    start_time: Moment | None = None


class NewSession(Asked):
    event_id: RowId | None = None
    title: Title
    description: Description = ""
    start_time: Moment
    duration_minutes: DurationMinutes
    time_zone: TimeZone = "UTC"
    capacity: Capacity | None = None
    """Without one, nobody is counted."""
    recording_enabled: Flag = False
    chat_enabled: Flag = True
    is_public: Flag = False
    members_only: Flag = True
    """Neither public nor for members: only who is invited sees it."""
    tags: Tags = Field(default_factory=list)
    topics: Tags = Field(default_factory=list)
    skill_level: SkillLevel | None = None
    capsule_id: RowId | None = None
    assistant_ids: PersonIds = Field(default_factory=list)


class EditedSession(Asked):
    """What is to change; what is missing stays. Null empties event, capacity, level, capsule."""

    version: Version
    event_id: RowId | None = None
    title: Title | None = None
    description: Description | None = None
    start_time: Moment | None = None
    duration_minutes: DurationMinutes | None = None
    time_zone: TimeZone | None = None
    capacity: Capacity | None = None
    recording_enabled: Flag | None = None
    chat_enabled: Flag | None = None
    is_public: Flag | None = None
    members_only: Flag | None = None
    tags: Tags | None = None
    topics: Tags | None = None
    skill_level: SkillLevel | None = None
    capsule_id: RowId | None = None
    assistant_ids: PersonIds | None = None


class WeeklyRule(Asked):
    kind: Literal["weekly"]
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7)]
    """0 is Monday."""
    every: Annotated[int, Field(ge=1, le=MAX_WEEKS_BETWEEN)] = 1
    """Weeks from one to the next."""
    until: Day | None = None
    """The last day, itself included. Either this or `count`."""
    count: Annotated[int, Field(ge=1, le=MAX_OCCURRENCES)] | None = None
    """How many times, those left out included."""

    @model_validator(mode="after")
    def ends_in_one_way(self) -> "WeeklyRule":
        if (self.until is None) == (self.count is None):
            raise PydanticCustomError("until_or_count", "either until or count")
        return self

    def read(self) -> Rule:
        return Weekly(
            frozenset(self.weekdays), every=self.every, until=self.until, count=self.count
        )


class ChosenRule(Asked):
    kind: Literal["chosen"]
    days: Annotated[list[Day], Field(min_length=1, max_length=MAX_OCCURRENCES)]

    def read(self) -> Rule:
        return Chosen(frozenset(self.days))


class NewSeries(NewSession):
    """`start_time` says from which day on, and at which time of day in `time_zone`."""

    rule: Annotated[WeeklyRule | ChosenRule, Field(discriminator="kind")]
    exceptions: Annotated[list[Day], Field(max_length=MAX_OCCURRENCES)] = Field(
        default_factory=list
    )


class ByMail(Asked):
    email: EmailAddress
    first_name: Name
    last_name: Name
    organisation: Organisation = ""
    language: Language = "fr"


class Acceptance(Asked):
    """Who somebody is whom we know by a link only; an account says it itself."""

    first_name: Name | None = None
    last_name: Name | None = None
    organisation: Organisation | None = None
    language: Language | None = None


class NewInvitations(Asked):
    addresses: Annotated[str, Field(min_length=1, max_length=MAX_PASTED)]
    """As they were pasted: with or without names, separated by anything."""
    language: Language = "fr"
    """Of the mails to those who have no account."""
