"""axe looks at a page as it is now, and says what keeps people out."""

from functools import cache
from typing import Any

from playwright.async_api import Page

from tools.node import ROOT

SOURCE = ROOT / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]

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
