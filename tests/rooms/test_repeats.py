from salle.rooms.errors import ChatInactive, NotDone
from salle.rooms.repeats import COMMANDS_REMEMBERED, DONE, Handled


def test_the_latest_commands_of_each_person_are_known() -> None:
    """(C3)"""
    handled = Handled([("tom", "restored")])
    for number in range(COMMANDS_REMEMBERED):
        assert handled.get(("tom", "restored")) is DONE
        handled.add(("tom", f"command-{number}"), DONE)
    assert handled.get(("tom", "restored")) is None
    assert handled.get(("tom", "command-0")) is DONE
    assert handled.get(("eve", "command-0")) is None


def test_a_command_that_is_repeated_drives_out_no_other() -> None:
    handled = Handled(("tom", f"command-{number}") for number in range(COMMANDS_REMEMBERED))
    handled.add(("tom", "command-5"), DONE)
    assert handled.get(("tom", "command-0")) is DONE


def test_what_was_sent_before_a_command_that_is_known_had_its_turn() -> None:
    """(C3) What was sent after it did not."""
    handled = Handled([("tom", "lowered"), ("eve", "never")])
    handled.add(("tom", "refused"), ChatInactive)
    handled.catch_up("tom", ["raised", "refused", "lowered", "never"])
    assert handled.get(("tom", "raised")) is NotDone
    assert handled.get(("tom", "refused")) is ChatInactive
    assert handled.get(("tom", "lowered")) is DONE
    assert handled.get(("tom", "never")) is None
    handled.catch_up("zoe", ["raised", "lowered"])
    assert handled.get(("zoe", "raised")) is None


def test_whoever_lists_more_than_is_remembered_forgets_nothing_that_they_list() -> None:
    ids = [f"command-{number}" for number in range(COMMANDS_REMEMBERED)]
    handled = Handled(("tom", f"earlier-{number}") for number in range(COMMANDS_REMEMBERED - 1))
    handled.add(("tom", ids[-1]), DONE)
    handled.catch_up("tom", ids)
    assert [handled.get(("tom", each)) for each in ids] == [NotDone] * (len(ids) - 1) + [DONE]
    assert handled.get(("tom", "earlier-0")) is None
