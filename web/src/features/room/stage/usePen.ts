import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useIsTrainer, useSlice } from "~/features/room/seat";
import { useMayDraw } from "~/features/room/stage/SlideView";
import { announce } from "~/ui/announcer";

const SHOWN_MS = 6_000;

/** What happened to a participant's pen, for as long as it is news. */
export function usePen(): "given" | "taken" | null {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const isKnown = useSlice("people") !== undefined;
  const mayDraw = useMayDraw();
  const before = useRef(false);
  const [news, setNews] = useState<"given" | "taken" | null>(null);

  useEffect(() => {
    if (isTrainer || !isKnown || before.current === mayDraw) return undefined;
    before.current = mayDraw;
    setNews(mayDraw ? "given" : "taken");
    announce(mayDraw ? t("draw.given") : t("draw.taken"));
    const timer = setTimeout(() => {
      setNews(null);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isTrainer, isKnown, mayDraw, t]);

  return news;
}
