import { useId } from "react";
import { useTranslation } from "react-i18next";

import { letterOf } from "~/features/activities/run/answer";
import { Bars } from "~/features/activities/run/Bars";
import choices from "~/features/activities/run/choices.module.css";
import { Question } from "~/features/activities/run/Question";
import classes from "~/features/activities/run/run.module.css";
import { RunHeader } from "~/features/activities/run/RunHeader";
import { RunSummary } from "~/features/activities/run/RunSummary";
import { useFit } from "~/features/activities/run/useFit";
import type { Activity, Progress } from "~/live/frames";

interface RunOnScreenProps {
  readonly activity: Activity;
  readonly progress: Progress | null | undefined;
}

/** A running activity for the whole room to look at. */
export function RunOnScreen({ activity, progress }: RunOnScreenProps) {
  const { t } = useTranslation("room");
  const id = useId();
  const { question, phase, results } = activity;
  const sheet = useFit();
  return (
    <article ref={sheet} className={classes["run"]} data-far>
      <RunHeader activity={activity} progress={progress} />
      {phase === "finished" ? (
        <RunSummary activity={activity} />
      ) : (
        <div className={classes["body"]}>
          <Question question={question} id={id} />
          {results ? (
            <Bars
              question={question}
              labelledBy={id}
              tally={results.tally}
              answered={results.answered}
              right={results.right}
            />
          ) : (
            <ul className={choices["choices"]} data-many={question.choices.length > 4 || undefined}>
              {question.choices.map((choice, index) => (
                <li key={choice.id} className={choices["choice"]}>
                  <span className={choices["letter"]} aria-hidden>
                    {letterOf(index)}
                  </span>
                  <span className={choices["words"]}>{choice.text}</span>
                </li>
              ))}
            </ul>
          )}
          {phase === "closed" && <p className={classes["state"]}>{t("run.closed")}</p>}
          {results?.explanation && <p className={classes["explanation"]}>{results.explanation}</p>}
        </div>
      )}
    </article>
  );
}
