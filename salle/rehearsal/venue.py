"""Everything that a rehearsal puts on a server, and takes away again."""

import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from salle.rehearsal.api import Api, Refused, Unreachable
from salle.rehearsal.people import Seat
from salle.rehearsal.script import CHOICES, PAGES, Lesson

AT_THE_DOOR = 8
"""How many enter at a time."""
ENTRIES_A_MINUTE = 1200
"""What a server allows from one address, and a rehearsal comes from one."""
FIRST_NAMES = ("Ada", "Tom", "Léa", "Noé", "Zoé", "Jean-Marie", "Inès", "Ravi", "Anne", "Li")


class Venue:
    """A capsule, a quiz and the room of a class that nobody else should come to."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.room_id = ""
        self.name = ""
        self.pages: list[str] = []
        self.schema: Any = None
        """Of the board, to be said by whoever connects to it."""
        self.activity_id = ""
        self._capsule_id = ""

    def make(self, lesson: Lesson) -> None:
        title = f"Rehearsal {time.strftime('%Y-%m-%d %H:%M:%S')}"
        capsule = self._api.ask("POST", "/api/capsules", {"title": title})
        self._capsule_id = capsule["id"]
        self.activity_id = self._api.ask("POST", "/api/activities", {"plan": plan(lesson, title)})[
            "id"
        ]
        document = capsule["document"]
        self.schema = document["schema"]
        self.pages = add_pages(document["store"])
        change = {
            "version": capsule["version"],
            "document": document,
            "activity_ids": [self.activity_id],
        }
        self._api.ask("PUT", f"/api/capsules/{self._capsule_id}", change)
        room = self._api.ask("POST", "/api/rooms", {"capsule_id": self._capsule_id})
        self.room_id, self.name = room["id"], room["name"]

    def seat_trainer(self) -> Seat:
        return seat(self._api.ask("POST", f"/api/rooms/{self.name}/enter", {}))

    def seat_people(
        self, people: int, is_stopped: Callable[[], bool]
    ) -> Generator[Seat, None, None]:
        """In the order of their numbers, as fast as the server lets them in; fewer if stopped."""
        until = time.monotonic() + 60 * (2 + people / ENTRIES_A_MINUTE)

        def goes_on() -> bool:
            return not is_stopped() and time.monotonic() < until

        def enter(number: int) -> Seat:
            names = {
                "first_name": FIRST_NAMES[number % len(FIRST_NAMES)],
                "last_name": f"Rehearsal {number + 1}",
            }
            path = f"/api/rooms/{self.name}/enter"
            return seat(self._api.ask_again("POST", path, names, goes_on=goes_on))

        pool = ThreadPoolExecutor(AT_THE_DOOR, "entering")
        try:
            yield from pool.map(enter, range(people))
        except Refused:
            if not is_stopped():
                raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def give_board_ticket(self, person: Seat) -> str:
        path = f"/api/rooms/{person.room_id}/board/ticket"
        answer = self._api.ask("POST", path, as_guest=True, headers={"Room-Token": person.token})
        ticket: str = answer["ticket"]
        return ticket

    def end(self) -> None:
        """Nothing new if the class has ended."""
        if self.room_id:
            self._api.ask("POST", f"/api/rooms/{self.room_id}/end")

    def read_report(self) -> dict[str, Any]:
        report: dict[str, Any] = self._api.ask("GET", f"/api/reports/{self.room_id}")
        return report

    def tidy(self) -> list[str]:
        """Leaves nothing but the report. What could not be done, a line each."""
        left: list[str] = []

        def attempt(what: str, do: Callable[[], object]) -> None:
            try:
                do()
            except (Refused, Unreachable) as error:
                left.append(f"{what}: {error}")

        attempt("the room is still open", self.end)
        if self.activity_id:
            path = f"/api/activities/{self.activity_id}"
            attempt("the quiz is still there", lambda: self._api.ask("DELETE", path))
        if self._capsule_id:
            capsule = f"/api/capsules/{self._capsule_id}"
            attempt("the capsule is still there", lambda: self._api.ask("DELETE", capsule))
        with suppress(Refused, Unreachable):  # a sign-in that nobody uses ends by itself
            self._api.sign_out()
        return left


def seat(entered: dict[str, Any]) -> Seat:
    return Seat(entered["room_id"], entered["participant_id"], entered["token"])


def plan(lesson: Lesson, title: str) -> dict[str, object]:
    questions = [
        {
            "id": question,
            "text": f"Question {number} of the rehearsal",
            "choices": [
                {"id": choice, "text": f"Choice {choice}", "is_right": choice == "a"}
                for choice in CHOICES
            ],
        }
        for number, question in enumerate(lesson.questions, 1)
    ]
    return {"kind": "quiz", "title": title, "questions": questions}


def add_pages(store: dict[str, Any]) -> list[str]:
    """Slides like the first one, until there are enough. The ids of all."""
    pages = [each for each in store.values() if each["typeName"] == "page"]
    first = min(pages, key=lambda page: page["index"])
    for number in range(len(pages) + 1, PAGES + 1):
        added = {"id": f"page:rehearsal{number}", "name": str(number), "index": f"a{number}"}
        store[added["id"]] = first | added
    return [each["id"] for each in store.values() if each["typeName"] == "page"]
