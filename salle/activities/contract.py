"""What a kind of activity is. Everything here is pure: rooms ask, record and show."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

Plan = TypeVar("Plan", bound=BaseModel, contravariant=True)  # noqa: PLC0105 - as its words say
Run = TypeVar("Run")
Command = TypeVar("Command", bound=BaseModel, contravariant=True)  # noqa: PLC0105 - the same
Event = TypeVar("Event", bound=BaseModel)


class Audience(StrEnum):
    """Those who see the same view of a room."""

    TRAINER = "trainer"
    PARTICIPANT = "participant"
    SCREEN = "screen"


class Asked(BaseModel):
    """Something that one may ask of a room. A field that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(BaseModel):
    """Something that happened in a room, as it is recorded for ever.

    Old shapes stay readable: fields are added with a default, and ignored when they are gone.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    participant_id: str | None = None
    """Whom it concerns: who answered, came, drew attention; the trainer, where they steered."""
    created_at: AwareDatetime


class Activity(Protocol[Plan, Run, Command, Event]):
    """The rules of one kind of activity.

    `decide` says what happens, or refuses with a `SalleError`; who may ask is the room's to know.
    `apply` accepts every event ever recorded and never refuses. Secrets stop in `shared_view` and
    `own_view`, and nowhere else: no other part of Salle looks at what is right.
    """

    def start(self, run_id: str, activity_id: str, plan: Plan) -> Run: ...

    def decide(
        self, run: Run, command: Command, participant_id: str, now: datetime
    ) -> Sequence[Event]: ...

    def finish(self, run: Run, now: datetime, participant_id: str | None = None) -> Sequence[Event]:
        """What there is to record before the run may be put away. Nothing, if it is over."""
        ...

    def apply(self, run: Run, event: Event) -> Run: ...

    def shared_view(self, run: Run, audience: Audience, *, here: int) -> Mapping[str, object]:
        """The slices that everyone of this audience sees alike, while `here` people could answer.

        Whole slices, by their names in the protocol; those that an audience may not see are absent.
        """
        ...

    def own_view(self, run: Run, participant_id: str) -> Mapping[str, object]:
        """What this participant alone sees of it."""
        ...

    def concerned(self, before: Run, after: Run) -> Collection[str] | None:
        """Whose own view may have changed between the two; None: anybody's."""
        ...
