import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import { useIsTrainer, useSeat } from "~/features/room/seat";
import classes from "~/features/room/stage/Filmstrip.module.css";
import { roomBoard } from "~/features/room/stage/roomBoard";
import { useSlides } from "~/features/room/stage/useSlides";

const SlideThumbnail = lazy(async () => {
  const board = await import("~/features/board/index");
  return { default: board.SlideThumbnail };
});

interface FilmstripProps {
  /** Of one picture, in pixels. */
  readonly width: number;
}

/** All the slides one may go to. */
export function Filmstrip({ width }: FilmstripProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const { all, open, shown, current, show } = useSlides();
  const { data: document } = useQuery(roomBoard(useSeat()));
  return (
    <nav className={classes["filmstrip"]} aria-label={t("slides.list")}>
      <ol>
        {open.map((page) => {
          const number = all.indexOf(page) + 1;
          const isShown = page.id === shown;
          return (
            <li key={page.id}>
              <button
                ref={isShown ? bringIntoView : null}
                type="button"
                className={classes["frame"]}
                aria-current={isShown || undefined}
                title={page.name}
                onClick={() => {
                  show(page.id);
                }}
              >
                <span className={classes["number"]} data-number={number} />
                <VisuallyHidden>{t("slides.named", { number, name: page.name })}</VisuallyHidden>
                <span className={classes["picture"]} style={{ width }}>
                  {document !== undefined && (
                    <Suspense>
                      <SlideThumbnail document={document} pageId={page.id} width={width} />
                    </Suspense>
                  )}
                  {!isTrainer && page.id === current && (
                    <span className={classes["trainer"]}>{t("slides.trainer_here")}</span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function bringIntoView(frame: HTMLElement | null): void {
  frame?.scrollIntoView({ block: "nearest" });
}
