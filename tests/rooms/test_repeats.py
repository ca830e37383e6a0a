from salle.rooms.repeats import COMMANDS_REMEMBERED, Done


def test_the_latest_commands_of_each_person_are_known() -> None:
    """(C3)"""
    done = Done([("tom", "restored")])
    for number in range(COMMANDS_REMEMBERED):
        assert ("tom", "restored") in done
        done.add("tom", f"command-{number}")
    assert ("tom", "restored") not in done
    assert ("tom", "command-0") in done
    assert ("eve", "command-0") not in done


def test_a_command_that_is_repeated_drives_out_no_other() -> None:
    done = Done(("tom", f"command-{number}") for number in range(COMMANDS_REMEMBERED))
    done.add("tom", "command-5")
    assert ("tom", "command-0") in done
