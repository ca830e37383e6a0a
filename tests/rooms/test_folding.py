from salle.activities.quiz.events import ActivityClosed
from salle.rooms.events import ActivityPutAway, HandRaised, Left, RoomEvent
from salle.rooms.folding import apply, fold
from salle.rooms.log import read_event
from salle.rooms.state import PEOPLE_COLOURS
from tests.rooms.making import LAUNCHED, NOW, TOM, a_class


def test_every_event_counts() -> None:
    """(S7)"""
    state = fold([LAUNCHED])
    assert state.seq == 1
    assert apply(state, HandRaised(participant_id="zoe", created_at=NOW)).seq == 2


def test_an_event_about_somebody_or_something_unknown_changes_nothing_else() -> None:
    """The log is the truth: `apply` refuses nothing."""
    state = a_class()
    strays: list[RoomEvent] = [
        HandRaised(participant_id="zoe", created_at=NOW),
        Left(participant_id="zoe", at=NOW, created_at=NOW),
        ActivityClosed(run_id="gone", question_id="q1", created_at=NOW),
        ActivityPutAway(run_id="gone", created_at=NOW),
    ]
    for stray in strays:
        after = apply(state, stray)
        assert (after.people, after.run) == (state.people, state.run)


def test_a_room_of_a_document_without_pages_has_no_slide() -> None:
    empty = LAUNCHED.model_copy(update={"pages": (), "page_id": None})
    assert (fold([empty]).page_id, fold([empty]).seen) == (None, ())


def test_colours_are_given_in_the_order_of_arrival_and_go_round() -> None:
    state = a_class(*(f"p{number}" for number in range(PEOPLE_COLOURS)))
    assert [each.colour for each in state.people.values()] == [*range(PEOPLE_COLOURS), 0]


def test_an_event_with_names_and_fields_of_another_version_is_read() -> None:
    """Guests' events carry names that the event itself does not have."""
    data = {"first_name": "Tom", "last_name": "Durand", "from_a_later_version": 1}
    assert read_event("hand_raised", TOM, NOW, data) == HandRaised(
        participant_id=TOM, created_at=NOW
    )
