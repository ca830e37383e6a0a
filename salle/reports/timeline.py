from salle.reports.report import Moment
from salle.rooms.events import (
    ActivityStarted,
    ClassEnded,
    HandAcknowledged,
    HandRaised,
    Joined,
    Kicked,
    Left,
    MessageDeleted,
    MessageSent,
    RoomEvent,
    RoomRenamed,
    SlideShown,
)

# Single answers would drown the rest; who answered what is in the results.
UNTOLD = frozenset(
    {
        "activity_answered",
        "activity_withdrawn",
        "assistants_changed",
        "hand_lowered",
        "pages_changed",
        "participant_renamed",
    }
)


def tell(event: RoomEvent) -> Moment | None:
    """The line of the timeline that an event is worth, if any."""
    if event.type in UNTOLD or isinstance(event, MessageSent | MessageDeleted):
        return None
    return Moment(
        at=event.at if isinstance(event, Left) else event.created_at,
        type=event.type,
        participant_id=event.participant_id,
        data=_data(event),
    )


def _data(event: RoomEvent) -> dict[str, str]:
    match event:
        case SlideShown():
            return {"page_id": event.page_id}
        case ActivityStarted():
            return {"run_id": event.run_id, "kind": event.plan.kind, "title": event.plan.title}
        case ClassEnded() | Kicked():
            return {"reason": event.reason}
        case RoomRenamed():
            return {"name": event.name}
        case Joined() | Left() | HandRaised() | HandAcknowledged():
            return {}
        case _:
            ids = ("run_id", "question_id")
            return {name: getattr(event, name) for name in ids if hasattr(event, name)}
