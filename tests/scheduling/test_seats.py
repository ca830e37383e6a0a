"""Whatever people do, in whatever order, the seats taken are those of the registered."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salle.kit.limits import Attempts
from salle.scheduling.rules import RegistrationStatus
from tests.scheduling.school import SESSIONS, Json, School

NAMES = {"first_name": "Zoé", "last_name": "Petit"}
PEOPLE = ("ada", "bob", "eve", "sam", "root")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["register", "by_mail", "withdraw", "remove", "invite", "accept", "resize"]
        ),
        st.integers(0, len(PEOPLE) - 1),
    ),
    max_size=25,
)


@dataclass
class Line:
    """What should be true: who sits, who waits and in which order, who was asked to come."""

    capacity: int | None
    seated: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    invited: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def come(self, name: str) -> None:
        self.known.add(name)
        self.invited.discard(name)
        if name not in (*self.seated, *self.waiting):
            self.waiting.append(name)
            self.hand_on()

    def leave(self, name: str) -> None:
        self.invited.discard(name)
        for line in (self.seated, self.waiting):
            if name in line:
                line.remove(name)
        self.hand_on()

    def ask(self, name: str) -> None:
        self.known.add(name)
        if name not in (*self.seated, *self.waiting):
            self.invited.add(name)

    def hand_on(self) -> None:
        while self.waiting and (self.capacity is None or len(self.seated) < self.capacity):
            self.seated.append(self.waiting.pop(0))


@dataclass
class Class:
    """The same done over HTTP."""

    school: School
    session: Json
    line: Line

    @property
    def path(self) -> str:
        return f"{SESSIONS}/{self.session['id']}"

    async def register(self, name: str) -> None:
        await getattr(self.school, name).register(self.session)
        self.line.come(name)

    async def by_mail(self, name: str) -> None:
        body = NAMES | {"email": f"{name}@example.org"}
        path = f"{self.path}/registrations/by-mail"
        await self.school.anybody.ask("POST", path, json=body, expect=202)
        self.line.come(name)

    async def withdraw(self, name: str) -> None:
        expect = 204 if name in self.line.known else 404
        browser = getattr(self.school, name)
        await browser.ask("DELETE", f"{self.path}/registration", expect=expect)
        self.line.leave(name)

    async def remove(self, name: str) -> None:
        if name in self.line.known:
            row = await self.school.registration(self.session, f"{name}@example.org")
            path = f"{self.path}/registrations/{row.id}"
            await self.school.ada.ask("DELETE", path, expect=204)
            self.line.leave(name)

    async def invite(self, name: str) -> None:
        body = {"addresses": f"{name}@example.org"}
        await self.school.ada.ask("POST", f"{self.path}/invitations", json=body)
        self.line.ask(name)

    async def accept(self, name: str) -> None:
        if name in self.line.known:
            browser = await self.school.with_link(self.session, f"{name}@example.org")
            await browser.ask("POST", f"{self.path}/registration", json=NAMES)
            self.line.come(name)

    async def resize(self, number: int) -> None:
        """To so many seats; 0 stands for no limit."""
        version = (await self.school.row(self.session)).version
        body = {"version": version, "capacity": number or None}
        answer = await self.school.ada.put(self.path, json=body)
        is_possible = number == 0 or number >= len(self.line.seated)
        assert answer.status_code == (200 if is_possible else 409)
        if is_possible:
            self.line.capacity = number or None
            self.line.hand_on()

    async def check(self) -> None:
        row = await self.school.row(self.session)
        by_status: dict[str, list[str]] = {status: [] for status in RegistrationStatus}
        rows = await self.school.registrations(self.session)
        for each in sorted(rows, key=lambda each: each.waitlist_place or 0):
            by_status[each.status].append(each.email.partition("@")[0])
        assert sorted(by_status["registered"]) == sorted(self.line.seated)
        assert by_status["waitlisted"] == self.line.waiting
        assert set(by_status["invited"]) == self.line.invited
        assert row.taken == len(self.line.seated)
        assert row.capacity == self.line.capacity


@settings(
    max_examples=25,
    # The server is the same for all examples; each has a session of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, capacity=st.integers(1, 3))
async def test_the_seats_taken_are_those_of_the_registered(
    school: School, steps: list[tuple[str, int]], capacity: int
) -> None:
    """W4, W5 and W17."""
    school.world.app.state.attempts = Attempts()
    session = await school.ada.schedule(capacity=capacity, is_public=True, members_only=False)
    held = Class(school, session, Line(capacity))
    for step, number in steps:
        await getattr(held, step)(number if step == "resize" else PEOPLE[number])
        await held.check()
