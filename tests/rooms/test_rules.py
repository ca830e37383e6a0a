from datetime import timedelta

import pytest

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
    PutPages,
    RaiseHand,
    RenameParticipant,
    RenameRoom,
    RoomCommand,
    SendMessage,
    ShowSlide,
    StartRun,
)
from salle.rooms.events import ActivityStarted, ClassEnded, MessageSent
from salle.rooms.folding import MOST_IN_A_THREAD, MOST_MESSAGES
from salle.rooms.permissions import MAY_ASK, Actor
from salle.rooms.rules import decide
from salle.rooms.state import (
    ChatParams,
    CollaborationParams,
    NavigationParams,
    RoomPage,
    RoomRole,
    RoomState,
)
from tests.rooms.making import (
    ADA,
    EVE,
    LATER,
    NOW,
    THE_PLAN,
    TOM,
    a_class,
    a_quiz,
    ask,
    happen,
    join,
    refusal,
    run_id,
)

ROLES = {
    RoomRole.TRAINER: ADA,
    RoomRole.PARTICIPANT: TOM,
    RoomRole.SCREEN: "screen",
    RoomRole.SERVER: "server",
}
# One command of each kind that the room in `a_room_with_everything` grants to who may ask it.
COMMANDS: dict[type, RoomCommand] = {
    type(each): each
    for each in (
        RaiseHand(),
        LowerHand(),
        AcknowledgeHand(participant_id=EVE),
        SendMessage(text="Bonjour"),
        DeleteMessage(message_id="room-6"),
        ShowSlide(page_id="page:2"),
        ChangeParams(chat=ChatParams(active=False)),
        RenameRoom(name="autre-nom"),
        RenameParticipant(first_name="Thomas", last_name="Durand"),
        KickParticipant(participant_id=EVE),
        StartRun("a1", THE_PLAN),
        AnswerQuestion(run_id="room-5", question_id="q1", choice_ids=["a"]),
        WithdrawAnswer(run_id="room-5", question_id="q1"),
        CloseAnswers(run_id="room-5"),
        ShowResults(run_id="room-5"),
        NextQuestion(run_id="room-5"),
        FinishActivity(run_id="room-5"),
        PutActivityAway(run_id="room-5"),
        EndClass(),
        join("zoe"),
        Leave(TOM, NOW),
        CloseRoom("admin"),
        PutPages(()),
        PutAssistants(frozenset({"user-of-zoe"})),
    )
}


def a_room_with_everything() -> RoomState:
    state = a_quiz()
    return ask(state, SendMessage(text="Bonjour"), TOM)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda each: type(each).__name__)
def test_each_command_is_for_whom_the_table_says(role: RoomRole, command: RoomCommand) -> None:
    """(C7) The expectation is written out here, not read from the table under test."""
    trainer_asks = {
        AcknowledgeHand,
        DeleteMessage,
        ShowSlide,
        ChangeParams,
        RenameRoom,
        KickParticipant,
        StartRun,
        CloseAnswers,
        ShowResults,
        NextQuestion,
        FinishActivity,
        PutActivityAway,
        EndClass,
    }
    participants_ask = {RaiseHand, LowerHand, AnswerQuestion, WithdrawAnswer}
    both_ask = {SendMessage, RenameParticipant}
    allowed: dict[RoomRole, set[type]] = {
        RoomRole.TRAINER: trainer_asks | both_ask,
        RoomRole.PARTICIPANT: participants_ask | both_ask,
        RoomRole.SCREEN: set(),
        RoomRole.SERVER: set(COMMANDS) - trainer_asks - participants_ask - both_ask,
    }
    state = a_room_with_everything()
    if type(command) in allowed[role]:
        happen(state, command, ROLES[role])
    elif role is RoomRole.SCREEN:
        assert refusal(state, command, ROLES[role]) == "room.screens_watch"
    elif type(command) in participants_ask:
        assert refusal(state, command, ROLES[role]) == "room.only_participants"
    else:
        assert refusal(state, command, ROLES[role]) == "room.only_the_trainer"


def test_the_table_knows_every_command_and_no_other() -> None:
    assert MAY_ASK.keys() == COMMANDS.keys()


def test_what_is_not_in_the_table_is_refused_to_everybody() -> None:
    class Unheard(RaiseHand):
        pass

    for who in ROLES.values():
        assert refusal(a_class(), Unheard(), who) in (
            "room.only_the_trainer",
            "room.screens_watch",
        )


def test_the_role_is_looked_up_and_not_believed() -> None:
    """(C8)"""
    liar = Actor(TOM, RoomRole.TRAINER)
    with pytest.raises(SalleError) as refused:
        decide(a_class(), EndClass(), liar, NOW)
    assert refused.value.code == "room.only_the_trainer"


def test_a_stranger_may_ask_nothing() -> None:
    assert refusal(a_class(), RaiseHand(), "stranger") == "room.no_such_participant"


def test_raising_a_hand_twice_is_nothing_new() -> None:
    """(C7)"""
    raised = ask(a_class(), RaiseHand(), TOM)
    assert raised.people[TOM].hand_raised_at == NOW
    assert happen(raised, RaiseHand(), TOM, LATER) == []
    lowered = ask(raised, LowerHand(), TOM)
    assert lowered.people[TOM].hand_raised_at is None
    assert happen(lowered, LowerHand(), TOM) == []


def test_a_hand_that_is_acknowledged_comes_down() -> None:
    """(C7)"""
    seen = ask(ask(a_class(), RaiseHand(), TOM), AcknowledgeHand(participant_id=TOM), ADA, LATER)
    assert (seen.people[TOM].hand_raised_at, seen.people[TOM].acknowledged_at) == (None, LATER)
    assert happen(seen, AcknowledgeHand(participant_id=TOM), ADA) == []
    again = ask(seen, RaiseHand(), TOM)
    assert again.people[TOM].acknowledged_at is None
    assert refusal(seen, AcknowledgeHand(participant_id="zoe"), ADA) == "room.no_such_participant"
    assert refusal(seen, AcknowledgeHand(participant_id=ADA), ADA) == "room.no_such_participant"


def sent(state: RoomState, who: str, to: str | None) -> MessageSent:
    [event] = happen(state, SendMessage(text="Bonjour", to=to), who)
    assert isinstance(event, MessageSent)
    return event


def test_a_message_goes_to_everyone_to_the_trainer_or_to_one_participant() -> None:
    """(C7)"""
    state = a_class()
    assert sent(state, TOM, None).to is None
    assert sent(state, TOM, "trainer").to == ADA
    assert sent(state, TOM, ADA).to == ADA
    assert sent(state, ADA, TOM).to == TOM
    assert sent(state, ADA, None).to is None


@pytest.mark.parametrize(
    ("who", "to"), [(TOM, EVE), (TOM, "zoe"), (ADA, "zoe"), (ADA, ADA), (ADA, "trainer")]
)
def test_other_addressees_are_refused(who: str, to: str) -> None:
    """(C7)"""
    command = SendMessage(text="Psst", to=to)
    assert refusal(a_class(), command, who) == "room.no_such_participant"


def test_nobody_writes_to_who_was_kicked() -> None:
    state = ask(a_class(), KickParticipant(participant_id=TOM), ADA)
    assert refusal(state, SendMessage(text="Ho", to=TOM), ADA) == "room.no_such_participant"


def test_a_chat_that_is_off_is_the_trainers_alone() -> None:
    """(C7)"""
    state = ask(a_class(), ChangeParams(chat=ChatParams(active=False)), ADA)
    assert refusal(state, SendMessage(text="Ho"), TOM) == "chat.inactive"
    assert refusal(state, SendMessage(text="Ho", to="trainer"), TOM) == "chat.inactive"
    assert sent(state, ADA, None).text == "Bonjour"


def test_a_public_message_is_removed_and_a_private_one_is_not() -> None:
    """(C7)"""
    state = ask(a_class(), SendMessage(text="Bonjour"), TOM)
    [message_id] = state.chat
    assert ask(state, DeleteMessage(message_id=message_id), ADA).chat == {}
    state = ask(state, SendMessage(text="Psst", to="trainer"), TOM)
    [private_id] = state.threads[TOM]
    command = DeleteMessage(message_id=private_id)
    assert refusal(state, command, ADA) == "chat.no_such_message"


def test_a_room_keeps_the_latest_messages() -> None:
    state = a_class()
    for number in range(MOST_MESSAGES + 5):
        state = ask(state, SendMessage(text=str(number)), TOM)
    assert len(state.chat) == MOST_MESSAGES
    assert next(iter(state.chat.values())).text == "5"
    for number in range(MOST_IN_A_THREAD + 1):
        state = ask(state, SendMessage(text=str(number), to=TOM), ADA)
    assert len(state.threads[TOM]) == MOST_IN_A_THREAD


def test_slides_that_were_shown_are_remembered_once() -> None:
    state = a_class()
    assert happen(state, ShowSlide(page_id="page:1"), ADA) == []
    for page_id in ("page:3", "page:1", "page:3"):
        state = ask(state, ShowSlide(page_id=page_id), ADA)
    assert (state.page_id, state.seen) == ("page:3", ("page:1", "page:3"))
    assert refusal(state, ShowSlide(page_id="page:9"), ADA) == "room.no_such_page"


def pages(*numbers: int) -> PutPages:
    return PutPages(tuple(RoomPage(id=f"page:{n}", name=f"Page {n}") for n in numbers))


def test_the_slides_of_a_room_are_those_of_its_board() -> None:
    """(V8)"""
    state = ask(a_class(), pages(2, 1, 4), "server")
    assert [page.id for page in state.pages] == ["page:2", "page:1", "page:4"]
    assert (state.page_id, state.seen) == ("page:1", ("page:1",))
    assert happen(state, pages(2, 1, 4), "server") == []
    assert refusal(state, pages(1), ADA) == "room.only_the_trainer"


@pytest.mark.parametrize(
    ("shown", "left", "next_shown"),
    [
        ("page:2", (1, 3), "page:3"),
        ("page:3", (1, 2), "page:2"),
        ("page:1", (3, 2), "page:2"),
        ("page:2", (9, 8), "page:9"),
        ("page:2", (), None),
    ],
)
def test_when_the_shown_slide_goes_its_neighbour_is_shown(
    shown: str, left: tuple[int, ...], next_shown: str | None
) -> None:
    """(V8)"""
    state = ask(a_class(), ShowSlide(page_id=shown), ADA)
    state = ask(state, pages(*left), "server")
    assert state.page_id == next_shown
    assert shown not in state.seen
    assert next_shown is None or next_shown in state.seen


def test_a_slide_is_shown_again_once_there_is_one() -> None:
    state = ask(ask(a_class(), pages(), "server"), pages(5, 6), "server")
    assert state.page_id == "page:5"


def test_params_that_are_given_are_replaced_and_the_others_stay() -> None:
    """(C7)"""
    navigation = NavigationParams(mode="libre")
    drawing = CollaborationParams(active=True, allowed_participant_ids=(TOM,))
    state = ask(a_class(), ChangeParams(navigation=navigation), ADA)
    state = ask(state, ChangeParams(collaboration=drawing), ADA)
    assert (state.params.navigation, state.params.collaboration) == (navigation, drawing)
    assert state.params.chat.active
    assert happen(state, ChangeParams(navigation=navigation), ADA) == []
    assert happen(state, ChangeParams(), ADA) == []
    strangers = CollaborationParams(allowed_participant_ids=("zoe",))
    command = ChangeParams(collaboration=strangers)
    assert refusal(state, command, ADA) == "room.no_such_participant"


@pytest.mark.parametrize("name", ["ab", "Été", "a b c", "a" * 61, "", "abc\n"])
def test_a_room_is_not_named_anyhow(name: str) -> None:
    """(C7)"""
    assert refusal(a_class(), RenameRoom(name=name), ADA) == "room.name_invalid"


def test_a_room_is_renamed() -> None:
    state = ask(a_class(), RenameRoom(name="gestes-2"), ADA)
    assert state.name == "gestes-2"
    assert happen(state, RenameRoom(name="gestes-2"), ADA) == []


def test_people_name_themselves_and_keep_it_when_they_come_back() -> None:
    rename = RenameParticipant(first_name="Thomas", last_name="Petit")
    state = ask(a_class(), rename, TOM)
    assert happen(state, rename, TOM) == []
    state = ask(ask(state, Leave(TOM, NOW), "server"), join(TOM), "server")
    assert (state.people[TOM].first_name, state.people[TOM].last_name) == ("Thomas", "Petit")


def test_who_was_kicked_may_ask_nothing_more_and_not_come_back() -> None:
    """(C8)"""
    kick = KickParticipant(participant_id=TOM, reason="Trop bruyant")
    raised = ask(a_class(), RaiseHand(), TOM)
    state = ask(raised, kick, ADA)
    assert (state.people[TOM].is_here, state.people[TOM].hand_raised_at) == (False, None)
    assert happen(state, kick, ADA) == []
    assert refusal(state, RaiseHand(), TOM) == "room.kicked"
    assert refusal(state, join(TOM), "server") == "room.kicked"
    assert refusal(state, KickParticipant(participant_id=ADA), ADA) == "room.no_such_participant"


def test_joining_twice_and_leaving_twice_is_nothing_new() -> None:
    state = a_class()
    assert happen(state, join(TOM), "server") == []
    state = ask(state, Leave(TOM, NOW), "server", LATER)
    assert (state.people[TOM].is_here, state.people[TOM].away_since) == (False, NOW)
    assert happen(state, Leave(TOM, NOW), "server") == []
    assert happen(state, Leave("zoe", NOW), "server") == []
    state = ask(state, join(TOM), "server")
    assert (state.people[TOM].is_here, state.people[TOM].away_since) == (True, None)


def test_an_activity_needs_a_plan() -> None:
    """(C7)"""
    assert refusal(a_class(), StartRun("nowhere", None), ADA) == "activity.not_found"


def test_starting_an_activity_finishes_the_one_before() -> None:
    """(C7)"""
    state = a_quiz()
    events = happen(state, StartRun("a2", THE_PLAN), ADA)
    assert [each.type for each in events] == [
        "activity_closed",
        "activity_finished",
        "activity_started",
    ]
    started = events[-1]
    assert isinstance(started, ActivityStarted)
    assert started.run_id == f"room-{state.seq + 3}"


def test_an_activity_is_put_away_finished() -> None:
    """(C7)"""
    state = a_quiz()
    command = PutActivityAway(run_id=run_id(state))
    assert [each.type for each in happen(state, command, ADA)] == [
        "activity_closed",
        "activity_finished",
        "activity_put_away",
    ]
    assert ask(state, command, ADA).run is None
    assert refusal(state, PutActivityAway(run_id="other"), ADA) == "activity.not_running"
    assert refusal(a_class(), command, ADA) == "activity.not_running"


def test_commands_of_a_quiz_need_one() -> None:
    command = AnswerQuestion(run_id="room-5", question_id="q1", choice_ids=["a"])
    assert refusal(a_class(), command, TOM) == "activity.not_running"


@pytest.mark.parametrize(
    ("command", "who", "reason"),
    [(EndClass(), ADA, "trainer"), (CloseRoom("trainer_gone"), "server", "trainer_gone")],
)
def test_the_end_finishes_what_is_running(command: RoomCommand, who: str, reason: str) -> None:
    """(C7, L5) Answers that were given are kept, also those of the open question."""
    events = happen(a_quiz(), command, who)
    assert [each.type for each in events] == [
        "activity_closed",
        "activity_finished",
        "class_ended",
    ]
    end = events[-1]
    assert isinstance(end, ClassEnded)
    assert end.reason == reason
    assert [each.type for each in happen(a_class(), command, who)] == ["class_ended"]


def test_after_the_end_everything_is_refused() -> None:
    ended = ask(a_class(), EndClass(), ADA, NOW + timedelta(hours=1))
    assert ended.ended_at == NOW + timedelta(hours=1)
    for command in COMMANDS.values():
        for who in ROLES.values():
            assert refusal(ended, command, who) == "room.ended"
