"""A room of a running Salle, its people, and the tabs in which they have its board open."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from tests.board.convergence.tabs import Records, Tabs
from tests.e2e.school import Account, Room
from tests.rooms.client import Client
from tests.rooms.world import document
from tests.services.salle import RunningSalle

TRAINER = "Ada"
WAIT = 20.0
Record = dict[str, Any]


class Studio:
    """`people` are known by their first names, and so are their tabs."""

    def __init__(self, salle: RunningSalle, account: Account, tabs: Tabs) -> None:
        self.salle = salle
        self.account = account
        self.tabs = tabs
        self.people: dict[str, Client] = {}
        self.room: Room
        self.http = httpx.AsyncClient(base_url=salle.url, timeout=WAIT)

    def launch(self, *records: Record, pages: int = 3) -> None:
        """A room whose board has pages `page:1`, `page:2`, … and these records."""
        start = document(pages)
        start["store"].update({record["id"]: record for record in records})
        capsule = self.account.ask("POST", "/capsules", json={"title": "Dessiner"})
        saved = {"version": capsule["version"], "document": start, "activity_ids": []}
        self.account.ask("PUT", f"/capsules/{capsule['id']}", json=saved)
        self.room = self.account.launch(capsule["id"])

    async def enter(self, *first_names: str) -> None:
        """The trainer and participants come into the room. They have no board open yet."""
        for name in first_names:
            bearer = self.account.http.headers if name == TRAINER else {}
            given = {} if name == TRAINER else {"first_name": name, "last_name": "Petit"}
            answer = await self.http.post(
                f"/api/rooms/{self.room.name}/enter", json=given, headers=bearer
            )
            assert answer.is_success, answer.text
            self.people[name] = Client(self.salle.port, answer.json())
            await self.people[name].open()

    async def sit(self, *first_names: str) -> None:
        """They open the board, each in a tab."""
        await asyncio.gather(*(self._open(name) for name in first_names))

    async def _open(self, name: str) -> None:
        await self.tabs.ask(
            "open",
            tab=name,
            address=f"ws://127.0.0.1:{self.salle.port}/live/boards/rooms/{self.room.id}",
            tickets=f"{self.salle.url}/api/rooms/{self.room.id}/board/ticket",
            token=self.people[name].room_pass["token"],
        )

    async def let_draw(self, *first_names: str) -> None:
        """These participants and no others."""
        allowed = [self.people[name].id for name in first_names]
        collaboration = {
            "active": True,
            "allow_all": False,
            "allowed_participant_ids": allowed,
        }
        await self.people[TRAINER].ask("params.change", collaboration=collaboration)

    async def document(self) -> Records:
        """The server's, with numbers as JavaScript reads them: it rounds large integers."""
        token = self.people[TRAINER].room_pass["token"]
        answer = await self.http.get(
            f"/api/rooms/{self.room.id}/board", headers={"Room-Token": token}
        )
        assert answer.is_success, answer.text
        store: Records = answer.json(parse_int=float)["document"]["store"]
        return store

    async def agree(self, *first_names: str) -> Records:
        """What they and the server have, once everything has arrived; the same for all."""
        await self.tabs.settle(first_names)
        looks = {name: await self.tabs.look(name) for name in first_names}
        store = await self.document()
        for name, look in looks.items():
            assert look.error is None, f"{name} was refused"
            wrong = differences(look.document, store)
            assert not wrong, f"{name} and the server differ: {wrong}"
        assert await self.tabs.complaints() == []
        return store

    async def see_each_other(self, *first_names: str) -> None:
        """Where everyone points all the others see, and nobody else is seen."""
        cursors: dict[str | None, Record] = {}
        for place, name in enumerate(first_names):
            # A client that has come back says where it points when that changes.
            cursors[self.people[name].id] = {
                "x": place,
                "y": 1000,
                "type": "default",
                "rotation": 0,
            }
            await self.tabs.ask("point", tab=name, x=place, y=1000)
        for name in first_names:
            mine = self.people[name].id
            others = {who: cursor for who, cursor in cursors.items() if who != mine}
            async with asyncio.timeout(WAIT):
                while await self.seen_by(name) != others:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.02)

    async def seen_by(self, name: str) -> dict[str, Record]:
        """The cursors of the others, by whose they are. Editors show nobody to themselves."""
        presences = await self.tabs.ask("presences", tab=name)
        others = [each for each in presences if each["userId"] != self.people[name].id]
        assert len({each["userId"] for each in others}) == len(others), "nobody is seen twice"
        return {each["userId"]: each["cursor"] for each in others}

    async def close(self) -> None:
        for person in self.people.values():
            await person.close()
        await self.http.aclose()
        if self.people:
            self.account.ask("POST", f"/rooms/{self.room.id}/end")  # a trainer may have twenty


def differences(one: Records, other: Records) -> Sequence[object]:
    """The first few: of thousands of records, nobody reads more."""
    ids = sorted(one.keys() | other.keys())
    return [(one.get(each), other.get(each)) for each in ids if one.get(each) != other.get(each)][
        :3
    ]
