"""The door, second by second. W6 and the like number weaknesses that we learnt from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from salle.accounts.rules import Role
from salle.scheduling.door import Behind, Comer, Reason, Verdict, judge
from salle.scheduling.rules import RegistrationStatus, SessionStatus

START = datetime(2027, 3, 8, 18, tzinfo=UTC)
CLOSING = START + timedelta(minutes=60 + 30)
OPEN_TO_ALL = Behind(
    status=SessionStatus.SCHEDULED,
    start_time=START,
    duration_minutes=60,
    capacity=None,
    is_public=True,
    members_only=False,
    occupied=0,
)
MEMBERS_ONLY = replace(OPEN_TO_ALL, members_only=True)
INVITE_ONLY = replace(OPEN_TO_ALL, is_public=False)
OF_TWO = replace(OPEN_TO_ALL, capacity=2)

STRANGER = Comer()
MEMBER = Comer(role=Role.MEMBER)
HOST = Comer(role=Role.INSTRUCTOR, is_host=True)
REGISTERED = Comer(registration=RegistrationStatus.REGISTERED)
WAITING = Comer(registration=RegistrationStatus.WAITLISTED)
INVITED = Comer(registration=RegistrationStatus.INVITED)
GAVE_UP = Comer(registration=RegistrationStatus.CANCELED)


def reason(comer: Comer, behind: Behind, now: datetime = START) -> Reason | None:
    return judge(comer, behind, now=now).reason


@pytest.mark.parametrize("status", [SessionStatus.SCHEDULED, SessionStatus.LIVE])
@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (-86_400, Verdict(Reason.TOO_EARLY, 85_800)),
        (-601, Verdict(Reason.TOO_EARLY, 1)),
        (-600.25, Verdict(Reason.TOO_EARLY, 1)),
        (-600, Verdict()),
        (-599, Verdict()),
        (0, Verdict()),
        (5_399, Verdict()),
        (5_400, Verdict(Reason.TOO_LATE)),
        (5_401, Verdict(Reason.TOO_LATE)),
    ],
)
def test_the_door_opens_and_closes_to_the_second(
    status: SessionStatus, seconds: float, verdict: Verdict
) -> None:
    """W7, and in the live state too."""
    now = START + timedelta(seconds=seconds)
    assert judge(MEMBER, replace(OPEN_TO_ALL, status=status), now=now) == verdict


def test_after_the_seconds_that_were_told_it_is_not_too_early_any_more() -> None:
    now = START - timedelta(minutes=42, microseconds=1)
    wait = timedelta(seconds=judge(MEMBER, OPEN_TO_ALL, now=now).join_time_remaining)
    assert reason(MEMBER, OPEN_TO_ALL, now + wait - timedelta(seconds=1)) is Reason.TOO_EARLY
    assert reason(MEMBER, OPEN_TO_ALL, now + wait) is None


def test_a_host_comes_as_early_as_they_like_and_not_after_the_closing() -> None:
    assert reason(HOST, OF_TWO, START - timedelta(days=3)) is None
    assert reason(HOST, replace(OF_TWO, occupied=2), START) is None
    assert reason(HOST, OF_TWO, CLOSING - timedelta(seconds=1)) is None
    assert reason(HOST, OF_TWO, CLOSING) is Reason.TOO_LATE


@pytest.mark.parametrize("status", [SessionStatus.SCHEDULED, SessionStatus.LIVE])
def test_members_only_holds_whether_or_not_the_session_is_live(status: SessionStatus) -> None:
    """W6."""
    behind = replace(MEMBERS_ONLY, status=status)
    assert reason(STRANGER, behind) is Reason.MEMBERS_ONLY
    assert reason(Comer(role=Role.PUBLIC), behind) is Reason.MEMBERS_ONLY
    for role in (Role.MEMBER, Role.INSTRUCTOR, Role.BOARD_MEMBER, Role.ADMIN):
        assert reason(Comer(role=role), behind) is None


@pytest.mark.parametrize("comer", [REGISTERED, INVITED])
def test_who_was_let_in_by_name_needs_no_membership(comer: Comer) -> None:
    assert reason(comer, MEMBERS_ONLY) is None


@pytest.mark.parametrize("status", [SessionStatus.SCHEDULED, SessionStatus.LIVE])
def test_where_seats_are_counted_one_has_to_be_registered(status: SessionStatus) -> None:
    """W4: a session that is live asks too."""
    behind = replace(OF_TWO, status=status, occupied=1)
    for comer in (STRANGER, MEMBER, INVITED, GAVE_UP):
        assert reason(comer, behind) is Reason.NOT_REGISTERED
    assert reason(REGISTERED, behind) is None
    assert reason(WAITING, behind) is Reason.FULL


def test_where_one_is_asked_to_come_one_has_to_accept() -> None:
    assert reason(MEMBER, INVITE_ONLY) is Reason.NOT_REGISTERED
    assert reason(INVITED, INVITE_ONLY) is Reason.NOT_REGISTERED
    assert reason(REGISTERED, INVITE_ONLY) is None


def test_a_full_session_lets_back_in_who_has_a_place() -> None:
    """W7: coming back after a lost connection needs no new place."""
    full = replace(OF_TWO, occupied=2)
    assert reason(REGISTERED, full) is None
    assert reason(Comer(is_inside=True), full) is None
    assert reason(WAITING, full) is Reason.FULL


def test_who_was_sent_out_stays_out() -> None:
    assert reason(replace(REGISTERED, is_kicked=True, is_inside=True), OF_TWO) is Reason.KICKED


def test_the_first_reason_that_holds_is_the_one_that_is_said() -> None:
    """Everything is wrong; what is mended no longer hides the next."""
    early, late = START - timedelta(hours=1), CLOSING
    comer = Comer(is_kicked=True)
    behind = replace(
        OF_TWO, status=SessionStatus.CANCELED, members_only=True, occupied=2, is_public=False
    )
    said = [reason(comer, behind, early)]
    behind = replace(behind, status=SessionStatus.ENDED)
    said.append(reason(comer, behind, early))
    behind = replace(behind, status=SessionStatus.LIVE)
    said.append(reason(comer, behind, early))
    comer = replace(comer, is_kicked=False)
    said.append(reason(comer, behind, early))
    comer = replace(comer, role=Role.MEMBER)
    said.append(reason(comer, behind, early))
    comer = replace(comer, registration=RegistrationStatus.WAITLISTED)
    said.append(reason(comer, behind, early))
    said.append(reason(comer, behind, late))
    said.append(reason(comer, behind, START))
    assert said == list(Reason)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(SessionStatus.CANCELED, Reason.CANCELED), (SessionStatus.ENDED, Reason.ENDED)],
)
def test_nobody_enters_what_is_over(status: SessionStatus, expected: Reason) -> None:
    comers = [
        Comer(role=role, is_host=is_host, registration=registration, is_inside=is_inside)
        for role, is_host, registration, is_inside in product(
            [None, *Role], [False, True], [None, *RegistrationStatus], [False, True]
        )
    ]
    for comer in comers:
        assert reason(comer, replace(OPEN_TO_ALL, status=status)) is expected
