import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { letterOf, share } from "~/features/activities/run/answer";
import classes from "~/features/activities/run/choices.module.css";
import { usePercent } from "~/features/activities/run/usePercent";
import type { Question } from "~/live/frames";

interface BarsProps {
  readonly question: Question;
  readonly labelledBy: string;
  /** Null while nobody here may know it: then the choices stand alone. */
  readonly tally: Readonly<Record<string, number>> | null;
  /** How many people answered: with several choices the parts add up to more than this. */
  readonly answered: number;
  /** Undefined where nobody may know; empty in a poll. */
  readonly right?: readonly string[] | undefined;
  readonly own?: readonly string[] | null | undefined;
}

/** How the room answered, choice by choice. */
export function Bars({ question, labelledBy, tally, answered, right, own }: BarsProps) {
  const { t } = useTranslation("room");
  const percent = usePercent();
  return (
    <ul
      className={classes["bars"]}
      aria-labelledby={labelledBy}
      data-many={question.choices.length > 4 || undefined}
    >
      {question.choices.map((choice, index) => {
        const part = share(tally?.[choice.id], answered);
        const isRight = right?.includes(choice.id) ?? false;
        const isOwn = own?.includes(choice.id) ?? false;
        return (
          <li key={choice.id} className={classes["bar"]} data-right={isRight || undefined}>
            <span
              className={classes["fill"]}
              style={{ "--part": part } as React.CSSProperties}
              aria-hidden
            />
            <span className={classes["letter"]} aria-hidden>
              {isRight ? <IconCheck size="1.2em" stroke={3} /> : letterOf(index)}
            </span>
            <span className={classes["words"]}>
              {choice.text}
              {(isRight || isOwn) && (
                <span className={classes["notes"]}>
                  {isRight && <span className={classes["rightNote"]}>{t("run.right_choice")}</span>}
                  {isOwn && <span className={classes["ownNote"]}>{t("run.own_choice")}</span>}
                </span>
              )}
            </span>
            {tally && (
              <span className={classes["count"]}>
                <strong>{percent(part)}</strong>
                <span>{t("run.people", { count: tally[choice.id] ?? 0 })}</span>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
