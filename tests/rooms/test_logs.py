"""Rooms that were recorded must be read for ever. These files are never changed, only added to."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

from salle.rooms.events import RoomEvent
from salle.rooms.folding import fold
from salle.rooms.log import read_event

LOGS = Path(__file__).parent / "logs"


def read_log(path: Path) -> Sequence[RoomEvent]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [
        read_event(
            row["type"],
            row["participant_id"],
            datetime.fromisoformat(row["created_at"]),
            row["data"],
        )
        for row in rows
    ]


def test_a_class_of_november_2026_is_still_what_it_was() -> None:
    events = read_log(LOGS / "2026-11-every-event.jsonl")
    state = fold(events)
    assert (state.name, state.title, state.seq) == ("secours", "Premiers secours", len(events))
    assert (state.page_id, state.seen) == ("page:2", ("page:1", "page:2"))
    assert [(each.first_name, each.is_here) for each in state.people.values()] == [
        ("Ada", True),
        ("Thomas", True),
        ("Eve", False),
        ("Zoe", False),
    ]
    assert state.people["zoe"].is_kicked
    assert state.people["tom"].acknowledged_at is not None
    assert state.params.navigation.mode == "pratico"
    assert state.params.collaboration.allowed_participant_ids == ("tom",)
    assert state.chat == {}
    assert state.ended_at == events[-1].created_at
    [first, *_] = [event for event in events if event.type == "activity_finished"]
    assert first.scores == {"tom": 0.5}


def test_a_class_whose_slides_changed_is_still_what_it_was() -> None:
    state = fold(read_log(LOGS / "2026-11-slides-changed.jsonl"))
    assert [(page.id, page.name) for page in state.pages] == [
        ("page:1", "Page 1"),
        ("page:4", "Exercice"),
        ("page:3", "Fin"),
    ]
    assert (state.page_id, state.seen) == ("page:3", ("page:1", "page:3"))


def test_a_class_whose_assistants_changed_is_still_what_it_was() -> None:
    state = fold(read_log(LOGS / "2026-11-assistants-changed.jsonl"))
    assert {who: person.role for who, person in state.people.items()} == {
        "ada": "trainer",
        "eve": "participant",
        "tom": "trainer",
    }
    assert [visit.role for visit in state.people["eve"].visits] == ["trainer"]
    assert (state.page_id, state.people["tom"].hand_raised_at) == ("page:2", None)


def test_every_type_of_event_is_in_a_recorded_log() -> None:
    """Who adds one adds a log that holds it."""
    recorded = {event.type for path in LOGS.glob("*.jsonl") for event in read_log(path)}
    known = {model.model_fields["type"].default for model in get_args(get_args(RoomEvent)[0])}
    assert recorded == known
