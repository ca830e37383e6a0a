"""Whatever people do in a room, in any order."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from salle.activities.contract import Audience
from salle.activities.quiz.commands import (
    AnswerQuestion,
    CloseAnswers,
    FinishActivity,
    NextQuestion,
    ShowResults,
    WithdrawAnswer,
)
from salle.kit.errors import SalleError
from salle.rooms.commands import (
    AcknowledgeHand,
    ChangeParams,
    CloseRoom,
    DeleteMessage,
    EndClass,
    KickParticipant,
    Leave,
    LowerHand,
    PutActivityAway,
    PutAssistants,
    RaiseHand,
    RenameParticipant,
    RenameRoom,
    RoomCommand,
    SendMessage,
    ShowSlide,
    StartRun,
)
from salle.rooms.events import MessageSent, RoomEvent
from salle.rooms.folding import apply, fold
from salle.rooms.frames import encode
from salle.rooms.log import Entry, event_adapter, projection, read_event, statements
from salle.rooms.rules import decide
from salle.rooms.slices import RoomView
from salle.rooms.state import (
    ChatParams,
    CollaborationParams,
    NavigationParams,
    RoomState,
)
from salle.rooms.views import changes, concerned, own_view, shared_view
from tests.rooms.making import ADA, LAUNCHED, NOW, THE_PLAN, actor, join

PEOPLE = ["tom", "eve", "zoe"]
ACCOUNTS = ["user-of-tom", "user-of-eve", "user-of-a-stranger"]
view_adapter = TypeAdapter(RoomView)

somebody = st.sampled_from([*PEOPLE, ADA, "nobody"])
page = st.sampled_from(["page:1", "page:2", "page:9"])
question = st.sampled_from(["q1", "q2", "q9"])
choice = st.sampled_from(["a", "b", "c", "z"])
text = st.sampled_from(["Bonjour", "Psst"])


def about_the_run(run_id: str) -> st.SearchStrategy[RoomCommand]:
    run = st.sampled_from([run_id, run_id, run_id, "other"])
    answers = st.lists(choice, min_size=1, max_size=3)
    return st.one_of(
        st.builds(AnswerQuestion, run_id=run, question_id=question, choice_ids=answers),
        st.builds(AnswerQuestion, run_id=run, question_id=question, choice_ids=answers),
        st.builds(WithdrawAnswer, run_id=run, question_id=question),
        st.builds(CloseAnswers, run_id=run),
        st.builds(ShowResults, run_id=run),
        st.builds(NextQuestion, run_id=run),
        st.builds(FinishActivity, run_id=run),
        st.builds(PutActivityAway, run_id=run),
    )


def anything(state: RoomState) -> st.SearchStrategy[RoomCommand]:
    run_id = state.run.run_id if state.run else "none"
    messages = [*state.chat, "none"]
    return st.one_of(
        st.just(RaiseHand()),
        st.just(LowerHand()),
        st.builds(AcknowledgeHand, participant_id=somebody),
        st.builds(SendMessage, text=text, to=st.sampled_from([None, "trainer", *PEOPLE])),
        st.builds(DeleteMessage, message_id=st.sampled_from(messages)),
        st.builds(ShowSlide, page_id=page),
        st.builds(
            ChangeParams,
            navigation=st.none() | st.builds(NavigationParams, mode=st.sampled_from(["libre"])),
            collaboration=st.none()
            | st.builds(
                CollaborationParams,
                active=st.booleans(),
                allow_all=st.booleans(),
                allowed_participant_ids=st.lists(somebody, max_size=2).map(tuple),
            ),
            chat=st.none() | st.builds(ChatParams, active=st.booleans()),
        ),
        st.builds(RenameRoom, name=st.sampled_from(["autre-nom", "!"])),
        st.builds(RenameParticipant, first_name=text, last_name=text),
        st.builds(KickParticipant, participant_id=somebody, reason=text),
        st.builds(StartRun, st.just("a1"), st.sampled_from([THE_PLAN, THE_PLAN, None])),
        st.builds(StartRun, st.just("a1"), st.just(THE_PLAN)),
        about_the_run(run_id),
        about_the_run(run_id),
        st.sampled_from([join(who, f"user-of-{who}") for who in PEOPLE]),
        st.builds(PutAssistants, st.frozensets(st.sampled_from(ACCOUNTS))),
        st.just(join(ADA)),
        st.builds(Leave, somebody, st.just(NOW)),
    )


class Watchers:
    """Everybody who watches a room, with what they hold of it; as frames reach them."""

    def __init__(self, state: RoomState) -> None:
        self.shared = {audience: shared_view(state, audience) for audience in Audience}
        self.held = {audience: plain(shared.view) for audience, shared in self.shared.items()}
        self.own = {who: plain(own_view(state, who)) for who in [*PEOPLE, ADA]}

    def step(self, before: RoomState, after: RoomState) -> None:
        for audience, old in self.shared.items():
            new = shared_view(after, audience, old)
            self.shared[audience] = new
            frame = plain(changes(old.view, new.view)._asdict())
            check_no_secret(after, audience, frame)
            self.held[audience] = patched(self.held[audience], frame)
            fresh = plain(shared_view(after, audience).view)
            assert self.held[audience] == fresh
            check_no_secret(after, audience, fresh)
        who_may = concerned(before, after)
        for who, held in self.own.items():
            if who_may is None or who in who_may:
                frame = changes(own_view(before, who), own_view(after, who))._asdict()
                self.own[who] = patched(held, plain(frame))
            assert self.own[who] == plain(own_view(after, who))
            if who != ADA and not (after.run and after.run.is_shown):
                assert self.own[who]["mine"]["is_right"] is None
            view_adapter.validate_python(self.held[Audience.TRAINER] | self.own[who])


def plain(value: Any) -> Any:
    return orjson.loads(encode(value))


def patched(view: dict[str, Any], frame: dict[str, Any]) -> dict[str, Any]:
    """As docs/protocol.md has it (S6)."""
    view = {**view, **frame["set"]}
    for name, patch in frame["patch"].items():
        kept = {k: v for k, v in view[name].items() if k not in patch.get("remove", [])}
        view[name] = {**kept, **patch.get("put", {})}
    return view


def check_no_secret(state: RoomState, audience: Audience, shown: dict[str, Any]) -> None:
    """(V5)"""
    if audience is Audience.TRAINER:
        return
    text = orjson.dumps(shown).decode()
    assert '"plan"' not in text
    assert '"is_right"' not in text
    if state.run is None or not state.run.is_shown:
        assert '"right"' not in text
        assert '"tally":{' not in text
        if state.run is not None:
            explanation = state.run.question.explanation
            assert not explanation or explanation not in text


def restored(events: Sequence[RoomEvent]) -> RoomState:
    """Through JSON, as the log keeps them."""
    return fold(event_adapter.validate_json(event_adapter.dump_json(event)) for event in events)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_sequence_of_commands_leaves_everything_in_agreement(data: st.DataObject) -> None:
    """A restored room equals the live one; a patched view equals a fresh one; no secret is out.

    (C2, S6, V1, V5)
    """
    log: list[RoomEvent] = [LAUNCHED]
    state = fold(log)
    now = NOW
    for joining in [join(ADA), *(join(who, f"user-of-{who}") for who in PEOPLE)]:
        for event in decide(state, joining, actor("server"), now):
            log.append(event)
            state = apply(state, event)
    watchers = Watchers(state)
    for _ in range(data.draw(st.integers(5, 40))):
        command = data.draw(anything(state))
        who = data.draw(st.sampled_from([ADA, ADA, ADA, *PEOPLE, *PEOPLE, "server", "screen"]))
        now += timedelta(seconds=1)
        try:
            happened = decide(state, command, actor(who), now)
        except SalleError:
            continue
        before = state
        for event in happened:
            log.append(event)
            state = apply(state, event)
        watchers.step(before, state)
    endings: list[RoomCommand] = [EndClass(), CloseRoom("trainer_gone")]
    ending = data.draw(st.sampled_from(endings))
    end_by = ADA if isinstance(ending, EndClass) else "server"
    for event in decide(state, ending, actor(end_by), now):
        log.append(event)
        state = apply(state, event)
    assert restored(log) == state
    assert state.seq == len(log)


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_what_is_stored_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Rows of guests' events hold names besides; they say who, when and in which order."""
    state = fold([LAUNCHED])
    for who in PEOPLE:
        [event] = decide(state, join(who), actor("server"), NOW)
        state = apply(state, event)
    for _ in range(15):
        command = data.draw(anything(state))
        try:
            happened = decide(state, command, actor(data.draw(somebody)), NOW)
        except SalleError:
            continue
        before, entries = state, []
        for event in happened:
            entries.append(Entry(state.seq + 1, event, "command-1"))
            state = apply(state, event)
        if not entries:
            continue
        rows = [row for _, many in statements(before, state, entries) for row in many]
        kept = [row for row in rows if "type" in row]
        read = [
            read_event(row["type"], row["participant_id"], row["created_at"], row["data"])
            for row in kept
        ]
        assert read == [each.event for each in entries if not isinstance(each.event, MessageSent)]
        assert all(row["user_id"] == "user-of-ada" for row in kept)
        assert projection(state)["name"] == state.name
