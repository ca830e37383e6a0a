import { describe, expect, test } from "vitest";

import { neighbour, openPages, shownPage } from "~/features/room/stage/navigation";
import type { Slide } from "~/live/frames";

const page = (id: string) => ({ id, name: id });
const slide: Slide = {
  page_id: "c",
  pages: [page("a"), page("b"), page("c"), page("d")],
  // In the order in which they were shown.
  seen: ["c", "a"],
};
const ids = (pages: readonly { id: string }[]) => pages.map(({ id }) => id);

describe("who may go where", () => {
  test("together nobody goes anywhere", () => {
    expect(openPages(slide, "animateur")).toEqual([]);
    expect(shownPage(slide, "animateur", "a")).toBe("c");
  });

  test("freely one goes to any page", () => {
    expect(ids(openPages(slide, "libre"))).toEqual(["a", "b", "c", "d"]);
    expect(shownPage(slide, "libre", "d")).toBe("d");
  });

  test("among those seen one goes in the order of the slides", () => {
    expect(ids(openPages(slide, "pratico"))).toEqual(["a", "c"]);
    expect(shownPage(slide, "pratico", "a")).toBe("a");
    expect(shownPage(slide, "pratico", "d")).toBe("c");
  });

  test("who chose nothing, or a page that is gone, follows", () => {
    expect(shownPage(slide, "libre", null)).toBe("c");
    expect(shownPage(slide, "libre", "deleted")).toBe("c");
  });
});

test("a page's neighbours end where the pages do", () => {
  expect(neighbour(slide.pages, "a", 1)?.id).toBe("b");
  expect(neighbour(slide.pages, "a", -1)).toBeUndefined();
  expect(neighbour(slide.pages, "d", 1)).toBeUndefined();
  expect(neighbour(slide.pages, null, 1)).toBeUndefined();
});
