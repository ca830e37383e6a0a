import { useTranslation } from "react-i18next";

import { letterOf, tick } from "~/features/activities/run/answer";
import classes from "~/features/activities/run/choices.module.css";
import type { Question } from "~/live/frames";

interface ChoicesProps {
  readonly question: Question;
  readonly labelledBy: string;
  readonly ticked: readonly string[];
  readonly isOpen: boolean;
  readonly onTick: (ticked: readonly string[]) => void;
}

/** Large buttons to look at, radio buttons or checkboxes to a keyboard and a screen reader. */
export function Choices({ question, labelledBy, ticked, isOpen, onTick }: ChoicesProps) {
  const { t } = useTranslation("room");
  return (
    <fieldset
      className={classes["choices"]}
      aria-labelledby={labelledBy}
      data-many={question.choices.length > 4 || undefined}
      disabled={!isOpen}
    >
      <p className={classes["how"]}>
        {question.is_multiple ? t("run.several_choices") : t("run.one_choice")}
      </p>
      {question.choices.map((choice, index) => (
        <label key={choice.id} className={classes["choice"]}>
          <input
            type={question.is_multiple ? "checkbox" : "radio"}
            name={question.id}
            className={classes["input"]}
            checked={ticked.includes(choice.id)}
            onChange={() => {
              onTick(tick(ticked, choice.id, question.is_multiple));
            }}
          />
          <span className={classes["letter"]} aria-hidden>
            {letterOf(index)}
          </span>
          <span className={classes["words"]}>{choice.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
