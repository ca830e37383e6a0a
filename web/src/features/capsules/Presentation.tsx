import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/capsules/editor.module.css";

const BoardView = lazy(async () => ({
  default: (await import("~/features/board/BoardView")).BoardView,
}));

interface PresentationProps {
  readonly document: unknown;
  readonly pageId: string;
  readonly pageIds: readonly string[];
  /** With the slide that was shown last. */
  readonly onClose: (pageId: string) => void;
}

/** The slides as those in the room will see them, on the whole screen where the browser lets it. */
export function Presentation({ document: board, pageId, pageIds, onClose }: PresentationProps) {
  const { t } = useTranslation("capsules");
  const [place, setPlace] = useState(Math.max(0, pageIds.indexOf(pageId)));
  const screen = useRef<HTMLDivElement>(null);
  const shown = pageIds[place] ?? pageId;
  const close = () => onClose(shown);
  const closed = useEffectEvent(close);

  useEffect(() => {
    const element = screen.current;
    if (!element) return undefined;
    element.focus();
    void element.requestFullscreen?.().catch(() => {});
    const leave = () => {
      if (!document.fullscreenElement) closed();
    };
    element.addEventListener("fullscreenchange", leave);
    return () => {
      element.removeEventListener("fullscreenchange", leave);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
    };
  }, []);

  const go = (by: number) => {
    setPlace((before) => Math.min(pageIds.length - 1, Math.max(0, before + by)));
  };

  function onKeyDown(event: React.KeyboardEvent) {
    const by = STEPS[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Home") setPlace(0);
    else if (event.key === "End") setPlace(pageIds.length - 1);
    else if (by !== undefined) go(by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={screen}
      className={classes["presentation"]}
      role="dialog"
      aria-modal
      aria-label={t("present.label")}
      tabIndex={-1}
      onKeyDownCapture={onKeyDown}
    >
      <Suspense>
        <BoardView document={board} pageId={shown} />
      </Suspense>
      <div className={classes["steps"]}>
        <ActionIcon
          size="lg"
          variant="default"
          disabled={place === 0}
          aria-label={t("present.back")}
          onClick={() => go(-1)}
        >
          <IconChevronLeft size={20} aria-hidden />
        </ActionIcon>
        <span className="tabular" role="status">
          {t("present.place", { place: place + 1, total: pageIds.length })}
        </span>
        <ActionIcon
          size="lg"
          variant="default"
          disabled={place === pageIds.length - 1}
          aria-label={t("present.next")}
          onClick={() => go(1)}
        >
          <IconChevronRight size={20} aria-hidden />
        </ActionIcon>
        <ActionIcon size="lg" variant="default" aria-label={t("present.close")} onClick={close}>
          <IconX size={20} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  " ": 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
};
