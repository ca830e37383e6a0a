import { VisuallyHidden } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { OpenBoard } from "~/features/board/live/openBoard";
import { useIsTrainer } from "~/features/room/seat";
import classes from "~/features/room/stage/Filmstrip.module.css";
import { useRoomBoard } from "~/features/room/stage/roomBoard";
import { useSlides } from "~/features/room/stage/useSlides";

const PagePicture = lazy(async () => {
  const board = await import("~/features/board/index");
  return { default: board.PagePicture };
});

const BoardFilmstrip = lazy(async () => {
  const board = await import("~/features/board/index");
  return { default: board.Filmstrip };
});

interface FilmstripProps {
  /** Of one picture, in pixels. */
  readonly width: number;
}

/** All the slides one may go to; the trainer also adds to them, and takes away. */
export function Filmstrip({ width }: FilmstripProps) {
  const isTrainer = useIsTrainer();
  const { board } = useRoomBoard();
  const toLookAt = <Pictures width={width} board={board} />;
  if (!isTrainer || !board) return toLookAt;
  return (
    <Suspense fallback={toLookAt}>
      <Changing board={board} />
    </Suspense>
  );
}

function Changing({ board }: { readonly board: OpenBoard }) {
  const { t } = useTranslation("room");
  const { all, shown, show } = useSlides();
  /** A slide that was just made, until the room knows it too and can show it. */
  const made = useRef<string | null>(null);

  useEffect(() => {
    const id = made.current;
    if (id === null || all.every((page) => page.id !== id)) return;
    made.current = null;
    show(id);
  }, [all, show]);

  return (
    <div className={classes["changing"]}>
      <BoardFilmstrip
        editor={board.editor}
        painter={board.painter}
        nameOf={(number, name) => t("slides.named", { number, name })}
        turning={{
          currentId: shown,
          show: (id) => {
            if (all.some((page) => page.id === id)) show(id);
            else made.current = id;
          },
        }}
      />
    </div>
  );
}

interface PicturesProps extends FilmstripProps {
  readonly board: OpenBoard | null;
}

function Pictures({ width, board }: PicturesProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const { all, open, shown, current, show } = useSlides();
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
                  {board && (
                    <Suspense>
                      <PagePicture {...board} pageId={page.id} />
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
