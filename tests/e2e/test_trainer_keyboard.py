"""A whole class by keyboard alone, taught by somebody who always sees where they are."""

from playwright.async_api import Locator, Page, expect

from salle.capsules.demo import demo_title
from tests.e2e.people import QUIZ, Participant, Trainer
from tests.e2e.school import Account, School
from tests.e2e.words import Words

QUESTIONS = len(QUIZ["questions"])
MOST_TABS = 90
IS_LOST = "() => !document.activeElement || document.activeElement === document.body"
IS_UNSEEN = """() => {
  // The focus may be shown by what is around a control, or by what stands for it.
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const around = [];
  for (let at = element.parentElement; at && around.length < 3; at = at.parentElement)
    around.push(at);
  const shows = (at, part) => {
    const {outlineStyle, outlineWidth, content} = getComputedStyle(at, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) > 0 && (!part || content !== "none");
  };
  const isShown = [element, element.nextElementSibling, ...around]
    .filter(Boolean)
    .some((at) => shows(at) || shows(at, "::before") || shows(at, "::after"));
  const isTyped = element.matches("input, textarea, select, [contenteditable]");
  return isShown || isTyped ? "" : element.outerHTML.slice(0, 200);
}"""


class Hands:
    """On the keys, and nowhere else. What is reached is seen; nothing takes it away."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self.page: Page = trainer.page
        self.faults: list[str] = []

    async def press(self, key: str, *, times: int = 1) -> None:
        for _ in range(times):
            await self.page.keyboard.press(key)

    async def reach(self, target: Locator) -> None:
        """By Tab."""
        await expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if await target.evaluate("element => element === document.activeElement"):
                break
            await self.press("Tab")
            if unseen := await self.page.evaluate(IS_UNSEEN):
                self.faults.append(f"not to be seen: {unseen}")
        await expect(target).to_be_focused()
        await expect(target).to_be_in_viewport()

    async def push(self, target: Locator) -> None:
        await self.reach(target)
        await self.press("Enter")

    async def have_focus(self, when: str) -> None:
        """Somewhere: after a dialog, and after a button that went with what it did."""
        if await self.page.evaluate(IS_LOST):
            self.faults.append(f"lost {when}")

    async def is_back_on(self, target: Locator) -> None:
        """Where a dialog or a menu was opened from."""
        await expect(target).to_be_focused()

    async def push_in(self, dialog: Locator, name: str) -> None:
        await self.push(dialog.get_by_role("button", name=name, exact=True))
        await expect(dialog).to_be_hidden()


async def test_a_class_is_taught_by_keyboard_alone(school: School, account: Account) -> None:
    account.prepare_first_aid()
    trainer = Trainer(await school.page(), Words("fr"))
    await trainer.sign_in(account.email, account.password)
    page, words, hands = trainer.page, trainer.words, Hands(trainer)

    capsules = page.get_by_role("link", name=words("common.places.capsules"), exact=True)
    await hands.push(capsules)
    await hands.push(page.get_by_role("link", name=demo_title(), exact=True))
    await hands.push(trainer.button("capsules.editor.launch"))
    await trainer.is_in()
    amina = await shares(school, hands)
    await shows_slides(hands)
    await draws(hands, amina)
    await gives_the_floor(hands, amina)
    await plays_the_quiz(hands, amina)
    await ends(hands, amina)
    assert not hands.faults, "\n".join(hands.faults)


async def shares(school: School, hands: Hands) -> Participant:
    trainer = hands.trainer
    share = trainer.button("room.share.title")
    await hands.push(share)
    dialog = trainer.dialog("room.share.title")
    link = await dialog.get_by_label(trainer.words("room.share.link")).input_value()
    await hands.have_focus("in the dialog of the link")
    await hands.press("Escape")
    await expect(dialog).to_be_hidden()
    await hands.is_back_on(share)
    return await Participant(await school.page(), trainer.words).enter(link, "Amina", "Diallo")


async def shows_slides(hands: Hands) -> None:
    trainer = hands.trainer
    await expect(trainer.slide(1)).to_be_visible()
    await hands.push(trainer.button("room.slides.next"))
    await expect(trainer.slide(2)).to_be_visible()
    await hands.press("ArrowRight")
    await expect(trainer.slide(3)).to_be_visible()


async def draws(hands: Hands, amina: Participant) -> None:
    """A pen needs a pointer. A text is put in the middle of the slide, and moves by the arrows."""
    trainer = hands.trainer
    pen = trainer.button("board.tools.draw")
    await hands.push(pen)
    await expect(pen).to_have_attribute("aria-pressed", "true")
    text = trainer.button("board.tools.text")
    await hands.push(text)
    await expect(trainer.page.locator(".tl-canvas [contenteditable=true]")).to_be_focused()
    await trainer.page.keyboard.type("Au clavier")
    await hands.press("Escape")
    await hands.have_focus("after writing")
    await expect(
        amina.slide(3).get_by_role("paragraph").filter(has_text="Au clavier")
    ).to_be_visible()
    await hands.press("Escape", times=2)


async def gives_the_floor(hands: Hands, amina: Participant) -> None:
    trainer = hands.trainer
    await amina.button("room.hand.raise").click()
    await hands.reach(trainer.button("room.end.verb"))
    await hands.press("p")
    acknowledge = trainer.button("room.people.acknowledge_of", name=amina.name)
    await hands.push(acknowledge)
    await expect(amina.text("room.hand.acknowledged").first).to_be_visible()
    await expect(acknowledge).to_be_hidden()
    await hands.have_focus("after a hand was acknowledged")


async def plays_the_quiz(hands: Hands, amina: Participant) -> None:
    trainer = hands.trainer
    await hands.press("a")
    await hands.push(trainer.button("room.activities.start_of", title=QUIZ["title"]))
    await expect(trainer.question(1)).to_be_visible()
    for number in range(1, QUESTIONS + 1):
        await expect(amina.question(number)).to_be_visible()
        await hands.have_focus(f"at question {number}")
        await amina.answer(QUIZ["questions"][number - 1]["choices"][0]["text"])
        steps = ["close", "show_results", "next" if number < QUESTIONS else "finish"]
        for step in steps:
            await hands.push(trainer.button(f"room.run.{step}"))
            await hands.have_focus(f"after {step}")
    await expect(amina.heading("room.run.quiz_over")).to_be_visible()
    await hands.push(trainer.button("room.run.put_away"))
    await expect(trainer.slide(3)).to_be_visible()
    await hands.have_focus("after the quiz")


async def ends(hands: Hands, amina: Participant) -> None:
    trainer = hands.trainer
    end = trainer.button("room.end.verb")
    dialog = trainer.dialog("room.end.title")
    await hands.push(end)
    await expect(dialog).to_be_visible()
    await hands.press("Escape")
    await expect(dialog).to_be_hidden()
    await hands.is_back_on(end)
    await hands.press("Enter")
    await hands.push_in(dialog, trainer.words("room.end.verb"))
    await expect(trainer.heading("room.closing.title")).to_be_focused()
    await expect(amina.heading("room.closing.title")).to_be_visible()
