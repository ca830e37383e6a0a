import type { NavigationMode, Page, Slide } from "~/live/frames";

/** The pages that somebody who is not the trainer may look at by themselves, in their order. */
export function openPages(slide: Slide, mode: NavigationMode): readonly Page[] {
  switch (mode) {
    case "animateur":
      return [];
    case "libre":
      return slide.pages;
    case "pratico":
      return slide.pages.filter(({ id }) => slide.seen.includes(id));
  }
}

/** The page that is shown to somebody who chose `own`; null is whoever follows the trainer. */
export function shownPage(slide: Slide, mode: NavigationMode, own: string | null): string | null {
  const isOpen = own !== null && openPages(slide, mode).some(({ id }) => id === own);
  return isOpen ? own : slide.page_id;
}

/** The neighbour of a page among some pages; undefined at either end. */
export function neighbour(
  pages: readonly Page[],
  pageId: string | null,
  by: 1 | -1,
): Page | undefined {
  const at = pages.findIndex(({ id }) => id === pageId);
  return at === -1 ? undefined : pages[at + by];
}
