import { useTranslation } from "react-i18next";

import { useIsTrainer } from "~/features/room/seat";
import classes from "~/features/room/stage/Filmstrip.module.css";
import { useSlides } from "~/features/room/stage/useSlides";

/** All the slides one may go to. */
export function Filmstrip() {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const { all, open, shown, current, show } = useSlides();

  return (
    <nav className={classes["filmstrip"]} aria-label={t("slides.list")}>
      <ol>
        {open.map((page) => {
          const number = all.indexOf(page) + 1;
          const isShown = page.id === shown;
          const isTrainers = !isTrainer && page.id === current;
          return (
            <li key={page.id}>
              <button
                ref={isShown ? bringIntoView : null}
                type="button"
                className={classes["frame"]}
                aria-current={isShown || undefined}
                aria-label={t("slides.named", { number, name: page.name })}
                onClick={() => {
                  show(page.id);
                }}
              >
                <span className={classes["number"]}>{number}</span>
                <span className={classes["name"]}>{page.name}</span>
                {isTrainers && (
                  <span className={classes["trainer"]}>{t("slides.trainer_here")}</span>
                )}
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
