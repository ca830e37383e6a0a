"""axe looks at a page as it is now, and says what keeps people out."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from playwright.async_api import Page, expect

from tests.e2e.people import Somebody
from tools.node import ROOT

SOURCE = ROOT / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

LOOK = """async (runOnly) => {
  // A colour that is inherited changes level by level: until two pictures in a row are the same.
  const frame = () => new Promise(requestAnimationFrame);
  const moving = () => document.getAnimations().filter(
    ({playState, effect}) =>
      playState === "running" && effect.getComputedTiming().endTime !== Infinity);
  for (let still = 0; still < 2; still += 1) {
    await frame();
    await frame();
    if (moving().length > 0) still = -1;
    await Promise.allSettled(moving().map(({finished}) => finished));
  }
  const {violations} = await axe.run(document, {
    runOnly,
    resultTypes: ["violations"],
  });
  return violations.flatMap(({id, nodes}) =>
    nodes.map(({target, failureSummary}) => `${id}: ${target.join(" ")}\\n${failureSummary}`));
}"""


class Findings:
    """What axe found in each state, to be told together: one fault hides no other."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    async def look(self, page: Page, state: str) -> None:
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            there = page.locator(f"html[data-mantine-color-scheme={scheme}]")
            await expect(there).to_be_attached()
            if found := await look_at(page, only_colours=scheme == "dark"):
                self.found[f"{state}, {scheme}"] = found

    async def look_at_all(self, everyone: Sequence[Somebody], state: str) -> None:
        for each in everyone:
            await self.look(each.page, f"{type(each).__name__} in {each.words.language}, {state}")

    def __str__(self) -> str:
        return "\n\n".join(
            f"== {state}\n" + "\n".join(found) for state, found in self.found.items()
        )

    def check(self) -> None:
        assert not self.found, str(self)


async def look_at(page: Page, *, only_colours: bool = False) -> list[str]:
    """What is wrong, place by place, once nothing moves."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(source())
    rules = {"type": "tag", "values": RULES}
    if only_colours:
        rules = {"type": "rule", "values": COLOURS}
    found: Any = await page.evaluate(LOOK, rules)
    return [str(each) for each in found]


@cache
def source() -> str:
    return SOURCE.read_text()
