import { VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCircleHalf2, IconMinus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { letterOf } from "~/features/activities/run/answer";
import { usePercent } from "~/features/activities/run/usePercent";
import classes from "~/features/reports/PeopleTable.module.css";
import type { ActivityResult, PersonResult, QuestionResult } from "~/features/reports/queries";
import { ScrollRegion } from "~/features/reports/ScrollRegion";
import table from "~/features/reports/table.module.css";
import { fullName } from "~/features/reports/timeline";
import { type Verdict, verdictOn } from "~/features/reports/verdict";

interface PeopleTableProps {
  readonly activity: ActivityResult;
  readonly labelledBy: string;
}

/** Who answered what, by the letters that the room saw. */
export function PeopleTable({
  activity: { run_id, kind, questions, people },
  labelledBy,
}: PeopleTableProps) {
  const { t } = useTranslation("reports");
  const percent = usePercent();
  const caption = `people-${run_id}`;
  return (
    <ScrollRegion labelledBy={`${labelledBy} ${caption}`}>
      <table className={table["table"]}>
        <caption id={caption}>{t("people.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("people.person")}</th>
            {questions.map((question, index) => (
              <th key={question.id} scope="col" className={table["cell"]}>
                <abbr title={question.text}>{t("people.question", { number: index + 1 })}</abbr>
              </th>
            ))}
            {kind === "quiz" && <th scope="col">{t("people.score")}</th>}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.participant_id}>
              <th scope="row">{fullName(person)}</th>
              {questions.map((question) => (
                <Answer key={question.id} question={question} person={person} />
              ))}
              {kind === "quiz" && (
                <td className={table["strong"]}>
                  {person.score === null ? "–" : percent(person.score)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Sign({ verdict }: { readonly verdict: Verdict }) {
  const look = { size: 16, stroke: 2.5, "aria-hidden": true } as const;
  switch (verdict) {
    case "right":
      return <IconCheck {...look} />;
    case "partly":
      return <IconCircleHalf2 {...look} />;
    case "wrong":
      return <IconX {...look} />;
    case "none":
      return <IconMinus {...look} />;
  }
}

interface AnswerProps {
  readonly question: QuestionResult;
  readonly person: PersonResult;
}

function Answer({ question, person }: AnswerProps) {
  const { t } = useTranslation("reports");
  const ticked = person.choices[question.id];
  const verdict = verdictOn(question, ticked);
  const letters = question.choices
    .map((choice, index) => (ticked?.includes(choice.id) ? letterOf(index) : ""))
    .filter((letter) => letter !== "");
  const words: Record<Verdict, string> = {
    right: t("people.right"),
    partly: t("people.partly"),
    wrong: t("people.wrong"),
    none: t("people.none"),
  };
  // In a poll, the letters say it all.
  const hidden = verdict === null && letters.length > 0 ? "" : words[verdict ?? "none"];
  return (
    <td className={table["cell"]}>
      <span className={classes["answer"]} data-verdict={verdict ?? undefined}>
        {verdict && <Sign verdict={verdict} />}
        {letters.length > 0 && <span>{letters.join(" ")}</span>}
        {verdict === null && letters.length === 0 && <span aria-hidden>{"–"}</span>}
        {hidden !== "" && <VisuallyHidden>{hidden}</VisuallyHidden>}
      </span>
    </td>
  );
}
