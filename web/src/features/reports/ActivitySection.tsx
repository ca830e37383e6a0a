import { Badge } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { letterOf, share } from "~/features/activities/run/answer";
import { usePercent } from "~/features/activities/run/usePercent";
import classes from "~/features/reports/ActivitySection.module.css";
import { PeopleTable } from "~/features/reports/PeopleTable";
import type { ActivityResult, QuestionResult } from "~/features/reports/queries";
import page from "~/features/reports/Report.module.css";
import { saveActivitySheet } from "~/features/reports/sheets";
import { useTimes } from "~/features/reports/times";
import { SheetButton } from "~/ui/SheetButton";

interface ActivitySectionProps {
  readonly roomId: string;
  readonly activity: ActivityResult;
}

export function ActivitySection({ roomId, activity }: ActivitySectionProps) {
  const { t } = useTranslation("reports");
  const times = useTimes();
  const percent = usePercent();
  const { run_id, kind, title, answered, mean_score } = activity;
  const heading = `run-${run_id}`;
  return (
    <article className={classes["activity"]} aria-labelledby={heading}>
      <header className={page["sectionHead"]}>
        <div>
          <h3 id={heading}>
            {title}
            <Badge variant="light" color="link" tt="none">
              {kind === "quiz" ? t("activities.quiz") : t("activities.poll")}
            </Badge>
          </h3>
          <p className={page["quiet"]}>
            <span>{times.span(activity.started_at, activity.finished_at)}</span>
            <span>{t("activities.answered", { count: answered })}</span>
            {mean_score !== null && (
              <strong>{t("activities.mean_score", { score: percent(mean_score) })}</strong>
            )}
          </p>
        </div>
        <SheetButton
          className={page["unprinted"] ?? ""}
          aria-label={t("activities.save", { title })}
          save={() => saveActivitySheet(roomId, run_id)}
        >
          {t("csv")}
        </SheetButton>
      </header>
      <ol className={classes["questions"]}>
        {activity.questions.map((question) => (
          <Question key={question.id} question={question} />
        ))}
      </ol>
      {activity.people.length > 0 && <PeopleTable activity={activity} labelledBy={heading} />}
    </article>
  );
}

interface QuestionProps {
  readonly question: QuestionResult;
}

function Question({ question: { id, text, answered, all_right, choices } }: QuestionProps) {
  const { t } = useTranslation("reports");
  const percent = usePercent();
  const heading = `question-${id}`;
  const hasRight = choices.some((choice) => choice.is_right);
  return (
    <li className={classes["question"]}>
      <h4 id={heading}>{text}</h4>
      <p className={page["quiet"]}>
        <span>{t("activities.answers", { count: answered })}</span>
        {all_right !== null && hasRight && answered > 0 && (
          <strong>{t("activities.success", { part: percent(share(all_right, answered)) })}</strong>
        )}
      </p>
      <ul className={classes["bars"]} aria-labelledby={heading}>
        {choices.map((choice, index) => {
          const part = share(choice.count, answered);
          return (
            <li key={choice.id} data-right={choice.is_right || undefined}>
              <span className={classes["letter"]} aria-hidden>
                {letterOf(index)}
              </span>
              <span className={classes["choice"]}>
                <span className={classes["choiceText"]}>
                  {choice.text}
                  {choice.is_right && (
                    <span className={classes["right"]}>
                      <IconCheck size={16} stroke={3} aria-hidden />
                      {t("activities.right_choice")}
                    </span>
                  )}
                </span>
                <span
                  className={classes["bar"]}
                  style={{ "--part": part } as React.CSSProperties}
                  aria-hidden
                />
              </span>
              <span className={classes["count"]}>
                <strong>{percent(part)}</strong>
                <span>{t("activities.people", { count: choice.count })}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
