"""Registering and canceling without an account: a name, an address, and the link of a mail."""

from datetime import timedelta

import pytest

from salle.scheduling.links import RegistrationLinks
from salle.scheduling.rules import RegistrationStatus, WorkKind
from tests.scheduling.school import SESSIONS, Json, School

GUEST = {"email": "zoe@example.org", "first_name": "Zoé", "last_name": "Petit"}
LINKS = RegistrationLinks("s" * 40)


def path_of(session: Json, rest: str = "/registrations/by-mail") -> str:
    return f"{SESSIONS}/{session['id']}{rest}"


async def open_session(school: School, **fields: object) -> Json:
    return await school.ada.schedule(is_public=True, members_only=False, **fields)


async def ask(school: School, session: Json, **guest: str) -> str:
    """All of the answer that somebody could read something from."""
    answer = await school.anybody.post(path_of(session), json=GUEST | guest)
    return f"{answer.status_code} {answer.text} {answer.headers}"


async def test_a_visitor_registers_comes_and_cancels_by_the_link_of_a_mail(school: School) -> None:
    session = await open_session(school, capacity=1)
    await ask(school, session, language="en")
    assert [kind for kind, _ in await school.due(session, "zoe@example.org")] == [
        WorkKind.CONFIRMATION,
        WorkKind.REMINDER_24H,
        WorkKind.REMINDER_1H,
        WorkKind.REMINDER_10M,
    ]
    zoe = await school.with_link(session, "zoe@example.org")
    told = (await zoe.show(session))["registration"]
    assert (told["status"], told["first_name"]) == ("registered", "Zoé")
    assert await zoe.knock(session) == (False, "too_early")
    school.wait(timedelta(days=7))
    assert await zoe.knock(session) == (True, None)
    assert await school.anybody.knock(session) == (False, "not_registered")
    for _ in range(2):
        await zoe.ask("DELETE", path_of(session, "/registration"), expect=204)
    assert await zoe.knock(session) == (False, "not_registered")


async def test_the_answer_never_tells_whether_an_address_is_registered(school: School) -> None:
    session = await open_session(school, capacity=2)
    await school.ada.ask(
        "POST", path_of(session, "/invitations"), json={"addresses": "invited@example.org"}
    )
    await ask(school, session, email="canceled@example.org")
    canceled = await school.with_link(session, "canceled@example.org")
    await canceled.ask("DELETE", path_of(session, "/registration"), expect=204)
    await ask(school, session, email="registered@example.org")
    before = await school.anybody.show(session)
    names = ("registered", "invited", "canceled", "new", "waiting", "waiting")
    answers = {await ask(school, session, email=f"{name}@example.org") for name in names}
    assert len(answers) == 1
    assert answers.pop().startswith("202 ")
    after = await school.anybody.show(session)
    assert {name for name in after if after[name] != before[name]} == {"is_full"}


async def test_where_only_members_come_an_invited_address_is_refused_like_any_other(
    school: School,
) -> None:
    session = await school.ada.schedule(is_public=True, members_only=True)
    await school.ada.ask(
        "POST", path_of(session, "/invitations"), json={"addresses": "invited@example.org"}
    )
    answers = {
        await ask(school, session, email=f"{name}@example.org") for name in ("invited", "new")
    }
    assert len(answers) == 1
    assert answers.pop().startswith('403 {"type":"about:blank","status":403,"code":"registration.')


async def test_who_asks_again_gets_the_mail_again_and_changes_no_name(school: School) -> None:
    session = await open_session(school)
    await ask(school, session)
    school.wait(timedelta(minutes=1))
    await ask(school, session, first_name="Mallory", email="ZOE@example.org")
    registration = await school.registration(session, "zoe@example.org")
    assert (registration.first_name, registration.email) == ("Zoé", "zoe@example.org")
    planned = [kind for kind, _ in await school.due(session, "zoe@example.org")]
    assert planned.count(WorkKind.CONFIRMATION) == 2
    assert planned.count(WorkKind.REMINDER_24H) == 1


async def test_a_session_that_is_not_public_is_not_there(school: School) -> None:
    session = await school.ada.schedule()
    told = await school.anybody.refused("POST", path_of(session), json=GUEST)
    assert told == (404, "session.not_found")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "zoe"),
        ("email", f"{'x' * 300}@example.org"),
        ("first_name", " "),
        ("last_name", "x" * 101),
        ("last_name", "a\nb"),
        ("organisation", "x" * 201),
        ("language", "de"),
    ],
)
async def test_a_field_that_cannot_be_is_named(school: School, field: str, value: str) -> None:
    session = await open_session(school)
    body = GUEST | {field: value}
    told = await school.anybody.ask("POST", path_of(session), json=body, expect=422)
    assert [each["path"] for each in told["fields"]] == [[field]]


async def test_nobody_fills_a_mailbox_or_a_session_from_one_place(school: School) -> None:
    session = await open_session(school)
    for _ in range(5):
        assert (await ask(school, session)).startswith("202 ")
    assert (await ask(school, session)).startswith("429 ")
    for number in range(54):
        assert (await ask(school, session, email=f"p{number}@example.org")).startswith("202 ")
    assert (await ask(school, session, email="last@example.org")).startswith("429 ")


async def test_a_link_that_was_not_signed_here_is_refused(school: School) -> None:
    session = await open_session(school)
    await ask(school, session)
    registration = await school.registration(session, "zoe@example.org")
    good = LINKS.sign(registration.id)
    foreign = RegistrationLinks("t" * 40).sign(registration.id)
    for token in ("", "x", ".", good[:-1], good + "=", foreign, f"{'0' * 32}.{good[33:]}", "é"):
        school.anybody.headers["Salle-Registration"] = token
        for method, rest in (("GET", ""), ("GET", "/can-join"), ("DELETE", "/registration")):
            told = await school.anybody.refused(method, path_of(session, rest))
            assert told == (410, "registration.link_invalid"), token


async def test_a_link_is_good_for_its_own_session_alone(school: School) -> None:
    session, other = await open_session(school), await open_session(school)
    hidden = await school.ada.schedule()
    await ask(school, session)
    zoe = await school.with_link(session, "zoe@example.org")
    missing = (404, "registration.not_found")
    assert await zoe.refused("DELETE", path_of(other, "/registration")) == missing
    assert await zoe.refused("POST", path_of(other, "/registration"), json={}) == missing
    assert (await zoe.show(other))["registration"] is None
    assert await zoe.refused("GET", path_of(hidden, "")) == (404, "session.not_found")


async def test_a_link_is_in_a_fragment_that_no_log_holds() -> None:
    address = LINKS.address("https://salle.test", session_id="s1", registration_id="r1")
    page, fragment = address.split("#")
    assert page == "https://salle.test/s/s1"
    assert LINKS.read(fragment.removeprefix("registration=")) == "r1"


async def test_an_invited_person_accepts_by_the_link(school: School) -> None:
    session = await school.ada.schedule(is_public=False, members_only=False, capacity=3)
    body = {"addresses": "Zoé <zoe@example.org>"}
    await school.ada.ask("POST", path_of(session, "/invitations"), json=body)
    zoe = await school.with_link(session, "zoe@example.org")
    assert (await zoe.show(session))["registration"]["status"] == "invited"
    told = await zoe.ask("POST", path_of(session, "/registration"), json={}, expect=422)
    assert [(each["path"], each["code"]) for each in told["fields"]] == [
        (["first_name"], "missing"),
        (["last_name"], "missing"),
    ]
    names = {"first_name": "Zoé", "last_name": "Petit", "language": "en"}
    told = await zoe.ask("POST", path_of(session, "/registration"), json=names)
    assert told["registration"]["status"] == "registered"
    assert await zoe.ask("POST", path_of(session, "/registration"), json=names) == told
    assert (await school.row(session)).taken == 1
    assert (await school.registration(session, "zoe@example.org")).language == "en"


async def test_who_was_removed_does_not_come_back_by_the_old_link(school: School) -> None:
    session = await school.ada.schedule(is_public=False, members_only=False)
    body = {"addresses": "zoe@example.org"}
    await school.ada.ask("POST", path_of(session, "/invitations"), json=body)
    zoe = await school.with_link(session, "zoe@example.org")
    registration = await school.registration(session, "zoe@example.org")
    rest = f"/registrations/{registration.id}"
    await school.ada.ask("DELETE", path_of(session, rest), expect=204)
    told = await zoe.refused("POST", path_of(session, "/registration"), json=GUEST)
    assert told[0] in {404, 422}
    assert (
        await school.registration(session, "zoe@example.org")
    ).status == RegistrationStatus.CANCELED


async def test_pasted_addresses_are_invited_once_and_told_apart(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    pasted = "eve@example.org, zoe@example.org; ZOE@example.org\nnobody, <max@example.org>"
    told = await school.ada.ask(
        "POST", path_of(session, "/invitations"), json={"addresses": pasted}
    )
    assert told == {
        "invited": ["zoe@example.org", "max@example.org"],
        "already": ["eve@example.org"],
        "repeated": ["ZOE@example.org"],
        "invalid": ["nobody"],
    }
    assert await school.due(session, "zoe@example.org") == [(WorkKind.INVITED, school.now)]
    assert (await school.row(session)).taken == 1
    again = await school.ada.ask(
        "POST", path_of(session, "/invitations"), json={"addresses": "zoe@example.org"}
    )
    assert (again["invited"], again["already"]) == ([], ["zoe@example.org"])


async def test_an_invited_member_accepts_with_the_account(school: School) -> None:
    session = await school.ada.schedule(is_public=False, members_only=False)
    assert await school.eve.refused("GET", path_of(session, "")) == (404, "session.not_found")
    body = {"addresses": "eve@example.org", "language": "en"}
    await school.ada.ask("POST", path_of(session, "/invitations"), json=body)
    assert (await school.registration(session, "eve@example.org")).language == "fr"
    assert (await school.eve.show(session))["registration"]["status"] == "invited"
    assert (await school.eve.register(session))["registration"]["status"] == "registered"


async def test_who_canceled_may_be_invited_again(school: School) -> None:
    session = await school.ada.schedule()
    await school.eve.register(session)
    await school.eve.ask("DELETE", path_of(session, "/registration"), expect=204)
    told = await school.ada.ask(
        "POST", path_of(session, "/invitations"), json={"addresses": "eve@example.org"}
    )
    assert told["invited"] == ["eve@example.org"]
    assert (await school.eve.show(session))["registration"]["status"] == "invited"


async def test_too_many_addresses_or_none_are_refused(school: School) -> None:
    session = await school.ada.schedule()
    path = path_of(session, "/invitations")
    many = " ".join(f"p{number}@example.org" for number in range(201))
    told = await school.ada.refused("POST", path, json={"addresses": many})
    assert told == (413, "registration.too_many_invited")
    told = await school.ada.refused("POST", path, json={"addresses": "nobody, really"})
    assert told == (422, "registration.no_address")
    told = await school.ada.refused("POST", path, json={"addresses": "x" * 20_001})
    assert told == (422, "invalid")
    assert await school.registrations(session) == []
