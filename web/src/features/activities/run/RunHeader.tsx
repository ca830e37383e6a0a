import { useTranslation } from "react-i18next";

import classes from "~/features/activities/run/RunHeader.module.css";
import type { Activity, Progress } from "~/live/frames";

interface RunHeaderProps {
  readonly activity: Activity;
  readonly progress?: Progress | null | undefined;
}

/** Which question of how many, and how many people have answered it. */
export function RunHeader({ activity: { title, question, phase }, progress }: RunHeaderProps) {
  const { t } = useTranslation("room");
  return (
    <header className={classes["header"]}>
      <p className={classes["title"]}>
        <strong>{title}</strong>
        {phase !== "finished" && question.count > 1 && (
          <span>{t("run.position", { index: question.index + 1, total: question.count })}</span>
        )}
      </p>
      {progress && phase !== "finished" && (
        <p className={classes["progress"]}>
          <span
            className={classes["progressTrack"]}
            style={
              {
                "--part": progress.here > 0 ? progress.answered / progress.here : 0,
              } as React.CSSProperties
            }
            aria-hidden
          />
          <span>{t("run.answered", { answered: progress.answered, here: progress.here })}</span>
        </p>
      )}
    </header>
  );
}
