import { expect, test } from "vitest";

import { placeTools } from "~/features/board/tools/toolList";

const all = () => true;

test("a wide bar shows every tool, in their order", () => {
  const { inSight, more } = placeTools(20, all);
  expect(inSight.slice(0, 4)).toEqual(["select", "draw", "highlight", "eraser"]);
  expect(inSight).toContain("asset");
  expect(more).not.toContain("draw");
  expect(more).toContain("rectangle");
});

test("a narrow bar shows what one needs first, and the rest is behind its last button", () => {
  const { inSight, more } = placeTools(4, all);
  expect(inSight).toEqual(["select", "draw", "eraser", "text"]);
  expect(more).toEqual(expect.arrayContaining(["highlight", "arrow", "note", "laser", "asset"]));
});

test("a tool that one does not have is nowhere", () => {
  const { inSight, more } = placeTools(20, (tool) => tool !== "asset");
  expect([...inSight, ...more]).not.toContain("asset");
});
