import type { Question as QuestionOfRun } from "~/live/frames";
import classes from "~/features/activities/run/run.module.css";

interface QuestionProps {
  readonly question: QuestionOfRun;
  readonly id: string;
  /** On a projector everything is read from the last row. */
  readonly isFar?: boolean;
}

/** What is asked, and the picture that goes with it. */
export function Question({ question, id, isFar = false }: QuestionProps) {
  return (
    <div className={classes["question"]} data-far={isFar || undefined}>
      <h2 id={id} className={classes["text"]} tabIndex={-1}>
        {question.text}
      </h2>
      {question.picture !== null && (
        <img className={classes["picture"]} src={`/files/${question.picture}`} alt="" />
      )}
    </div>
  );
}
