import { createContext, use, useMemo, useState } from "react";

import { usePending, useIsTrainer, useSeat, useSend, useSlice } from "~/features/room/seat";
import { neighbour, openPages, shownPage } from "~/features/room/stage/navigation";
import type { Page } from "~/live/frames";

/** Which slide is shown here, and where one may go from it. */
export interface Slides {
  readonly shown: string | null;
  /** The trainer's. */
  readonly current: string | null;
  /** Those one may go to. Empty for who follows. */
  readonly open: readonly Page[];
  readonly all: readonly Page[];
  /** One looks at another slide than the trainer. */
  readonly isAstray: boolean;
  readonly show: (pageId: string) => void;
  readonly previous: Page | undefined;
  readonly next: Page | undefined;
  readonly backToTrainer: () => void;
}

export const SlidesContext = createContext<Slides | null>(null);

export function useSlides(): Slides {
  const slides = use(SlidesContext);
  if (!slides) throw new Error("Only inside a room.");
  return slides;
}

const NO_SLIDES = { page_id: null, pages: [], seen: [] };

export function useSlidesOfRoom(): Slides {
  const send = useSend();
  const { role } = useSeat();
  const isTrainer = useIsTrainer();
  const slide = useSlice("slide") ?? NO_SLIDES;
  const mode = useSlice("room")?.params.navigation.mode ?? "animateur";
  const pending = usePending();
  const [own, setOwn] = useState<string | null>(null);

  // Who is called back to the trainer does not stray again when the reins are loosened.
  if (mode === "animateur" && own !== null) setOwn(null);

  return useMemo(() => {
    const asked = pending.findLast(({ command }) => command.type === "slide.show")?.command;
    const current = asked?.type === "slide.show" ? asked.page_id : slide.page_id;
    const open = isTrainer ? slide.pages : role === "screen" ? [] : openPages(slide, mode);
    const shown = isTrainer || role === "screen" ? current : shownPage(slide, mode, own);
    return {
      shown,
      current,
      open,
      all: slide.pages,
      isAstray: shown !== current,
      show: (pageId) => {
        if (!open.some(({ id }) => id === pageId)) return;
        if (isTrainer) void send({ type: "slide.show", page_id: pageId });
        else setOwn(pageId);
      },
      previous: neighbour(open, shown, -1),
      next: neighbour(open, shown, 1),
      backToTrainer: () => {
        setOwn(null);
      },
    };
  }, [slide, mode, own, pending, isTrainer, role, send]);
}
