import { useId } from "react";
import { useTranslation } from "react-i18next";

import { Confetti } from "~/features/activities/run/Confetti";
import classes from "~/features/activities/run/RunSummary.module.css";
import { Score } from "~/features/activities/run/Score";
import { useFocusOn } from "~/features/activities/run/useFocusOn";
import type { Activity } from "~/live/frames";

const FESTIVE_FROM = 0.5;

interface RunSummaryProps {
  readonly activity: Activity;
  /** Of a participant; undefined for those who watch. */
  readonly ownScore?: number | null | undefined;
  readonly children?: React.ReactNode;
}

/** The end of an activity: thanks, and in a quiz the scores. */
export function RunSummary({ activity, ownScore, children }: RunSummaryProps) {
  const { t } = useTranslation("room");
  const id = useId();
  useFocusOn(id);
  const { kind, summary } = activity;
  const mean = summary?.mean_score ?? null;
  const isQuiz = kind === "quiz";
  // Paper in the air over a poor score would be mockery.
  const isFestive = isQuiz && (ownScore === undefined || (ownScore ?? 0) >= FESTIVE_FROM);
  return (
    <div className={classes["summary"]}>
      {isFestive && <Confetti />}
      <h2 id={id} tabIndex={-1}>
        {isQuiz ? t("run.quiz_over") : t("run.poll_over")}
      </h2>
      {isQuiz && (
        <div className={classes["scores"]}>
          {typeof ownScore === "number" && (
            <Score label={t("run.own_score")} score={ownScore} isMain />
          )}
          {mean !== null && (
            <Score label={t("run.mean_score")} score={mean} isMain={typeof ownScore !== "number"} />
          )}
        </div>
      )}
      <p className={classes["quiet"]}>{t("run.took_part", { count: summary?.answered ?? 0 })}</p>
      {children}
    </div>
  );
}
