"""A running Salle, a browser, and who comes to them."""

import re
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

import httpx
from playwright.async_api import Browser, Page

from salle.capsules.demo import demo_activities, demo_title, make_demo_document
from tests.e2e.cable import Cable
from tests.e2e.journal import Journal
from tests.e2e.people import Participant, Projector, Trainer
from tests.e2e.words import Language, Words
from tests.services.salle import RunningSalle
from tests.world import PASSWORD

Size = tuple[int, int]

PHONE = (390, 844)
LAPTOP = (1440, 900)
WALL = (1920, 1080)
TOUCH_BELOW = 600
PATIENCE = 30_000  # milliseconds; a busy machine takes its time

LINK = re.compile(r"/link#(\S+)")

# What a page says to those who listen is gone in a moment, and a busy machine may blink then.
REMEMBER_WHAT_IS_SAID = """
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const element = target instanceof Element ? target : target.parentElement;
    const region = element?.closest("[role=status][aria-live=polite]");
    const said = region?.textContent ?? "";
    if (said) document.documentElement.dataset.said =
      (document.documentElement.dataset.said ?? "") + said + "\\n";
  }
}).observe(document, { childList: true, characterData: true, subtree: true });
"""


@dataclass(frozen=True)
class Room:
    id: str
    name: str
    link: str


class Account:
    """Somebody's account, used as a program does: to prepare what a test does not look at."""

    def __init__(self, salle: RunningSalle, email: str) -> None:
        self.email = email
        self.password = PASSWORD
        self.http = httpx.Client(base_url=salle.url, timeout=20)

    def open(self, token: str, **person: str) -> None:
        answer = self.http.post(
            "/api/auth/link", json={"token": token, "password": self.password, **person}
        )
        assert answer.status_code == 200, answer.text
        self._keep(answer)

    def _keep(self, answer: httpx.Response) -> None:
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def ask(self, method: Literal["GET", "POST", "PUT"], path: str, **given: Any) -> Any:
        answer = self.http.request(method, f"/api{path}", **given)
        if answer.status_code == 401:  # access tokens last ten minutes
            known = {"email": self.email, "password": self.password}
            self._keep(self.http.post("/api/auth/login", json=known))
            answer = self.http.request(method, f"/api{path}", **given)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def close(self) -> None:
        self.http.close()

    def prepare_first_aid(self) -> str:
        """The demo's capsule and activities, and the capsule's id."""
        activities = [
            self.ask("POST", "/activities", json={"plan": plan})["id"] for plan in demo_activities()
        ]
        capsule = self.ask("POST", "/capsules", json={"title": demo_title()})
        saved = {
            "version": capsule["version"],
            "document": make_demo_document(),
            "activity_ids": activities,
        }
        self.ask("PUT", f"/capsules/{capsule['id']}", json=saved)
        return str(capsule["id"])

    def launch(self, capsule_id: str, name: str | None = None) -> Room:
        wanted = {"name": name} if name else {}
        room = self.ask("POST", "/rooms", json={"capsule_id": capsule_id, **wanted})
        return Room(room["id"], room["name"], room["link"])


class Office:
    """The administrator of a running Salle, who lets trainers in."""

    def __init__(self, salle: RunningSalle) -> None:
        self.salle = salle
        self.admin = Account(salle, "admin@example.org")
        self.numbers = count(1)
        setup = LINK.search(salle.printed_links()[0])
        assert setup
        self.admin.open(
            setup[1], email=self.admin.email, first_name="Ada", last_name="Lovelace", language="fr"
        )

    def add_trainer(self, *, language: Language = "fr") -> Account:
        """Camille Moreau, again and again: each test has one of its own, with its own rooms."""
        trainer = Account(self.salle, f"camille{next(self.numbers)}@example.org")
        self.admin.ask(
            "POST",
            "/invitations",
            json={"email": trainer.email, "role": "instructor", "language": language},
        )
        mails = self.admin.ask("GET", "/admin/outbox", params={"limit": 5})["items"]
        letter = next(mail for mail in mails if mail["to"] == trainer.email)
        link = LINK.search(letter["text"])
        assert link
        trainer.open(link[1], first_name="Camille", last_name="Moreau", language=language)
        return trainer


class School:
    """Opens pages for people, and remembers what went wrong in any of them."""

    def __init__(self, salle: RunningSalle, browser: Browser) -> None:
        self.salle = salle
        self.browser = browser
        self.faults: list[str] = []
        self.journal = Journal()

    async def pull(self, cable: Cable) -> None:
        """Once pages have all that they asked for: half a picture is a fault of theirs."""
        await self.journal.until_all_is_heard(PATIENCE / 1000)
        cable.pull()

    def dismiss(self) -> None:
        """At the end of a test."""
        self.journal.tell(self.salle.log.read_text())
        assert self.faults == []

    async def page(
        self,
        *,
        language: Language = "fr",
        size: Size = LAPTOP,
        scheme: Literal["light", "dark"] = "light",
        motion: Literal["reduce", "no-preference"] = "reduce",
        through: Cable | None = None,
    ) -> Page:
        """In a browser of its own: nothing of anybody else's is stored in it."""
        context = await self.browser.new_context(
            base_url=through.url if through else self.salle.url,
            viewport={"width": size[0], "height": size[1]},
            has_touch=size[0] < TOUCH_BELOW,
            is_mobile=size[0] < TOUCH_BELOW,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            timezone_id="Europe/Paris",
            color_scheme=scheme,
            reduced_motion=motion,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        await context.add_init_script(REMEMBER_WHAT_IS_SAID)
        page = await context.new_page()
        self.watch(page)
        return page

    def watch(self, page: Page) -> None:
        self.journal.watch(page)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                self.faults.append(f"{page.url}: {message.text}")
                if "Content Security Policy" in message.text
                else None
            ),
        )

    async def trainer(
        self, account: Account, room: Room, *, language: Language = "fr", size: Size = LAPTOP
    ) -> Trainer:
        """In their room."""
        trainer = Trainer(await self.page(language=language, size=size), Words(language))
        await trainer.sign_in(account.email, account.password, then=f"/r/{room.name}")
        await trainer.is_in()
        return trainer

    async def participant(
        self,
        room: Room,
        first_name: str = "Amina",
        last_name: str = "Diallo",
        *,
        language: Language = "fr",
        size: Size = LAPTOP,
    ) -> Participant:
        participant = Participant(await self.page(language=language, size=size), Words(language))
        return await participant.enter(room.link, first_name, last_name)

    async def projector(self, room: Room, *, language: Language = "fr") -> Projector:
        page = await self.page(language=language, size=WALL)
        return await Projector(page, Words(language)).watch(room.link)
