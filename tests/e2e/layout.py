"""What is wrong with where things are on a page, as measured in the browser."""

from typing import Any

from playwright.async_api import Page

MEASURE = """() => {
  const found = [];
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className} ` +
    `"${element.textContent.trim().slice(0, 30)}"`;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    found.push(`the page is ${root.scrollWidth} wide, and shows ${root.clientWidth}`);

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({
      checkOpacity: true, checkVisibilityCSS: true,
    })) continue;
    // What is inert lies under something else; tldraw lays out its slides itself.
    if (element.closest("[inert], [aria-hidden=true], .tl-container, script, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    let boxes = [...range.getClientRects()];
    // The way past the bar waits above the page until it has the focus.
    if (boxes.every(({bottom}) => bottom <= 0)) continue;
    let isForListeners = false;
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (at.clientWidth <= 1 && at.clientHeight <= 1 && style.position === "absolute")
        isForListeners = true;
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      if (at === document.body || at === root) continue;
      const edge = at.getBoundingClientRect();
      const isWide = boxes.some(({left, right}) => left < edge.left - 1 || right > edge.right + 1);
      const isHigh = boxes.some(({top, bottom}) => top < edge.top - 1 || bottom > edge.bottom + 1);
      const scrolls = (how) => how === "auto" || how === "scroll";
      const says = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (!isForListeners) {
        // A wide table says that it scrolls, and does so by keyboard too.
        const isTable = at.role === "group" && at.tabIndex === 0;
        if (isWide && scrolls(style.overflowX)) {
          if (!isTable) found.push(`scrolls sideways: ${name(at)}`);
        } else if (isWide && !says) found.push(`is cut at the side: ${name(element)}`);
        if (isHigh && !scrolls(style.overflowY) && !says)
          found.push(`is cut above or below: ${name(element)}`);
        if ((isWide || isHigh) && says && !element.closest("[title]"))
          found.push(`cannot be read to its end: ${name(element)}`);
      }
      boxes = boxes.map(({left, top, right, bottom}) => ({
        left: Math.max(left, edge.left), top: Math.max(top, edge.top),
        right: Math.min(right, edge.right), bottom: Math.min(bottom, edge.bottom),
      })).filter(({left, top, right, bottom}) => right - left > 1 && bottom - top > 1);
    }
    if (isForListeners) continue;
    if (boxes.some(({left, right}) => left < -1 || right > root.clientWidth + 1))
      found.push(`is beside the page: ${name(element)}`);
    if (boxes.length > 0) texts.push({element, boxes});
  }

  // What has a ground of its own and floats may lie over something.
  const ground = (element, other) => {
    let [floats, covers] = [false, false];
    for (let at = element; at && !at.contains(other); at = at.parentElement) {
      const {position, backgroundColor} = getComputedStyle(at);
      floats ||= position !== "static";
      covers ||= backgroundColor !== "rgba(0, 0, 0, 0)";
    }
    return floats && covers;
  };
  const meet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
  texts.forEach((one, at) => texts.slice(at + 1).forEach((other) => {
    if (one.element === other.element) return;
    if (!one.boxes.some((box) => other.boxes.some((next) => meet(box, next)))) return;
    if (ground(one.element, other.element) || ground(other.element, one.element)) return;
    found.push(`overlap: ${name(one.element)} and ${name(other.element)}`);
  }));
  return [...new Set(found)];
}"""


async def measure(page: Page) -> list[str]:
    """Texts that are cut, that lie over each other or beside the page; a page that is too wide."""
    await page.evaluate("document.fonts.ready")
    found: Any = await page.evaluate(MEASURE)
    return [str(each) for each in found]
