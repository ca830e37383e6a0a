import { useTranslation } from "react-i18next";

import type { Question as QuestionOfRun } from "~/live/frames";
import classes from "~/features/activities/run/Question.module.css";

interface QuestionProps {
  readonly question: QuestionOfRun;
  readonly id: string;
}

/** What is asked, and the picture that goes with it. */
export function Question({ question, id }: QuestionProps) {
  const { t } = useTranslation("room");
  return (
    <div className={classes["question"]}>
      <h2 id={id} className={classes["text"]} tabIndex={-1}>
        {question.text}
      </h2>
      {question.picture !== null && (
        <img
          className={classes["picture"]}
          src={`/files/${question.picture}`}
          alt={t("run.picture")}
        />
      )}
    </div>
  );
}
