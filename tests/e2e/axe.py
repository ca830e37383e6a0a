"""axe looks at a page as it is now, and says what keeps people out."""

from functools import cache
from typing import Any

from playwright.async_api import Page

from tools.node import ROOT

SOURCE = ROOT / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]

# What tldraw draws inside its own container is not ours to mend: its toolbar has buttons whose
# names are titles alone, and its menus stand outside landmarks. Ours around it is looked at.
NOT_OURS = [".tl-container"]

LOOK = """async ([runOnly, notOurs]) => {
  // A colour that is inherited changes level by level: until two pictures in a row are the same.
  const frame = () => new Promise(requestAnimationFrame);
  const moving = () => document.getAnimations().filter(
    ({effect}) => effect.getComputedTiming().endTime !== Infinity);
  for (let still = 0; still < 2; still += 1) {
    await frame();
    await frame();
    if (moving().length > 0) still = -1;
    await Promise.allSettled(moving().map(({finished}) => finished));
  }
  const {violations} = await axe.run({exclude: notOurs}, {
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
    found: Any = await page.evaluate(LOOK, [rules, [[each] for each in NOT_OURS]])
    return [str(each) for each in found]


@cache
def source() -> str:
    return SOURCE.read_text()
