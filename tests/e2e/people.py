"""The people of a class, who do what they do by what they see: roles, labels and texts."""

import re
from collections.abc import Sequence
from typing import Self

from playwright.async_api import Locator, Page, expect

from salle.capsules.demo_texts import TEXTS
from tests.e2e.words import Words, begins

SLIDES = TEXTS["fr"]["pages"]
QUIZ, POLL = TEXTS["fr"]["activities"]


class Somebody:
    """In front of a page, in a language."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page = page
        self.words = words

    def button(self, key: str, **blanks: object) -> Locator:
        return self.page.get_by_role("button", name=self.words(key, **blanks), exact=True)

    def field(self, key: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.words(key), exact=True)

    def heading(self, key: str, **blanks: object) -> Locator:
        return self.page.get_by_role("heading", name=self.words(key, **blanks), exact=True)

    def text(self, key: str, **blanks: object) -> Locator:
        return self.page.get_by_text(self.words(key, **blanks), exact=True)

    async def hears(self, key: str, **blanks: object) -> None:
        """The page says it, or has said it, to those who do not look."""
        said = re.compile(re.escape(self.words(key, **blanks)))
        await expect(self.page.locator("html")).to_have_attribute("data-said", said)

    def dialog(self, key: str, **blanks: object) -> Locator:
        return self.page.get_by_role("dialog", name=self.words(key, **blanks), exact=True)

    async def choose(self, menu: Locator, name: str) -> None:
        await menu.click()
        one, other = (
            self.page.get_by_role(role, name=begins(name)) for role in ("menuitem", "menuitemradio")
        )
        item = one.or_(other)
        await item.click()
        await expect(item).to_be_hidden()

    async def tab_to(self, target: Locator) -> None:
        """By Tab alone, and in sight when it is reached."""
        for _ in range(60):
            if await target.evaluate("element => element === document.activeElement"):
                break
            await self.page.keyboard.press("Tab")
        await expect(target).to_be_focused()
        await expect(target).to_be_in_viewport()


class InRoom(Somebody):
    """Whoever watches a room: the trainer, a participant, a projector."""

    deck: Sequence[str] = SLIDES
    """The names of the slides of the class."""

    def slide(self, number: int) -> Locator:
        """The stage, while it shows this slide."""
        name = self.words(
            "room.slides.shown", number=number, total=len(self.deck), name=self.deck[number - 1]
        )
        return self.page.get_by_role("region", name=name, exact=True)

    def question(self, number: int) -> Locator:
        """What the quiz asks, on the stage."""
        text: str = QUIZ["questions"][number - 1]["text"]
        return self.page.get_by_role("heading", name=text, exact=True)

    def result(self, choice: str) -> Locator:
        """How the room answered: a line of the bars."""
        return self.page.get_by_role("listitem").filter(has_text=choice)

    def score(self, percent: int, key: str) -> Locator:
        """A score on the stage: "67 %" over "Votre score"."""
        shown = re.compile(rf"^{percent}\s?%\s*{re.escape(self.words(key))}$")
        return self.page.get_by_text(shown)


class Seated(InRoom):
    """Somebody who has a seat in the room, and so a panel and hands."""

    async def open_tab(self, name: str) -> None:
        # How much waits there is said with the name.
        await self.page.get_by_role("tab", name=self.words(f"room.panel.{name}")).click()

    async def say(self, text: str, to: str | None = None) -> None:
        """Into the chat: to everyone, or in private to the person of that label."""
        await self.open_tab("chat")
        recipient = self.page.get_by_label(self.words("room.chat.recipient"), exact=True)
        if to is not None:
            await recipient.select_option(label=to)
        await self.field("room.chat.message").fill(text)
        await self.button("room.chat.send").click()
        await expect(self.line(text)).to_be_visible()
        if to is not None:
            await recipient.select_option(label=self.words("room.chat.everyone"))

    def line(self, text: str) -> Locator:
        log = self.page.get_by_role("log", name=self.words("room.chat.log"))
        return log.get_by_role("article").filter(has_text=text)

    def person(self, name: str) -> Locator:
        """Their row in the list of people."""
        return self.page.get_by_role("listitem", name=name, exact=True)

    async def react(self, reaction: str) -> None:
        await self.button(f"room.reactions.{reaction}").click()


class Participant(Seated):
    async def enter(self, link: str, first_name: str, last_name: str) -> Self:
        """By the link, without an account."""
        self.name = f"{first_name} {last_name}"
        await self.page.goto(link)
        await self.field("room.door.first_name").fill(first_name)
        await self.field("room.door.last_name").fill(last_name)
        await self.button("room.door.enter").click()
        await self.is_in()
        return self

    async def is_in(self) -> None:
        """Here, and able to act."""
        await expect(self.hand).to_be_visible()

    @property
    def hand(self) -> Locator:
        names = (self.words("room.hand.raise"), self.words("room.hand.lower"))
        return self.page.get_by_role("button", name=re.compile("|".join(names)))

    def choice(self, text: str) -> Locator:
        """To be ticked: one of several, or one alone."""
        boxes = self.page.get_by_role("checkbox", name=text, exact=True)
        return boxes.or_(self.page.get_by_role("radio", name=text, exact=True))

    async def tick(self, *choices: str) -> None:
        for choice in choices:
            await self.page.get_by_text(choice, exact=True).click()
            await expect(self.choice(choice)).to_be_checked()

    async def answer(self, *choices: str) -> None:
        """Tick, send, and wait until it says that the answer is stored."""
        await self.tick(*choices)
        await self.button("room.run.send").click()
        await self.is_received()

    async def is_received(self) -> None:
        await expect(self.text("room.run.received")).to_be_visible()


class Trainer(Seated):
    async def sign_in(self, email: str, password: str, *, then: str = "/") -> Self:
        await self.page.goto(f"/sign-in?next={then}")
        await self.field("account.sign_in.email").fill(email)
        await self.page.get_by_label(self.words("account.sign_in.password"), exact=True).fill(
            password
        )
        await self.button("account.sign_in.submit").click()
        await self.page.wait_for_url(then)
        return self

    async def is_in(self) -> None:
        await expect(self.button("room.end.verb")).to_be_visible()

    async def go_to(self, place: str) -> None:
        """By the bar of the pages outside a room."""
        name = self.words(f"common.places.{place}")
        await self.page.get_by_role("link", name=name, exact=True).click()
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    async def launch(self, capsule: str) -> None:
        await self.go_to("capsules")
        await self.page.get_by_role("link", name=capsule, exact=True).click()
        await self.button("capsules.editor.launch").click()
        await self.is_in()

    async def see_answers(self) -> None:
        """Before the class does, which a trainer asks for: their screen may be on the wall."""
        await self.page.get_by_role("switch", name=self.words("room.run.private")).check()

    async def share(self) -> str:
        """The link of the room, as the dialog gives it."""
        await self.button("room.share.title").click()
        dialog = self.dialog("room.share.title")
        link = await dialog.get_by_label(self.words("room.share.link")).input_value()
        await dialog.get_by_role("button", name=self.words("common.close")).click()
        await expect(dialog).to_be_hidden()
        return link

    async def show(self, number: int) -> None:
        """A slide, to everyone."""
        strip = self.page.get_by_role("navigation", name=self.words("room.slides.list"))
        name = self.words("room.slides.named", number=number, name=self.deck[number - 1])
        await strip.get_by_role("button", name=name).click()

    async def let_navigate(self, mode: str) -> None:
        menu = self.page.get_by_role("button", name=self.words.pattern("room.navigation.label"))
        await self.choose(menu, self.words(f"room.navigation.{mode}"))

    async def start(self, title: str) -> None:
        await self.open_tab("activities")
        await self.button("room.activities.start_of", title=title).click()
        await expect(self.button("room.run.close")).to_be_visible()

    async def step(self, name: str) -> None:
        """What the large button under a running activity offers."""
        await self.button(f"room.run.{name}").click()

    async def finish(self) -> None:
        """The activity, before its last question."""
        await self.choose(self.button("room.run.other_steps"), self.words("room.run.finish"))

    async def put_away(self) -> None:
        await self.step("put_away")
        await expect(self.button("room.run.put_away")).to_be_hidden()

    async def acknowledge(self, name: str) -> None:
        await self.open_tab("people")
        await self.button("room.people.acknowledge_of", name=name).click()

    async def kick(self, name: str, reason: str) -> None:
        await self.open_tab("people")
        menu = self.button("room.people.actions_of", name=name)
        await self.choose(menu, self.words("room.people.kick"))
        dialog = self.dialog("room.kick.title", name=name)
        await dialog.get_by_label(self.words("room.kick.reason")).fill(reason)
        await dialog.get_by_role("button", name=self.words("room.kick.verb"), exact=True).click()
        await expect(dialog).to_be_hidden()

    async def end_class(self) -> None:
        await self.button("room.end.verb").click()
        dialog = self.dialog("room.end.title")
        await dialog.get_by_role("button", name=self.words("room.end.verb"), exact=True).click()
        await expect(self.heading("room.closing.title")).to_be_visible()


class Projector(InRoom):
    async def watch(self, link: str) -> Self:
        await self.page.goto(f"{link}/screen")
        await expect(self.text("room.screen.join")).to_be_visible()
        return self
