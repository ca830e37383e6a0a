import { SegmentedControl } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/activities/editor/Editor.module.css";
import type { Plan, Question } from "~/features/activities/editor/plan";
import { Bars } from "~/features/activities/run/Bars";
import { Choices } from "~/features/activities/run/Choices";
import { Question as QuestionInRoom } from "~/features/activities/run/Question";
import run from "~/features/activities/run/run.module.css";
import { RunHeader } from "~/features/activities/run/RunHeader";
import type { Activity, Phase } from "~/live/frames";

interface PreviewProps {
  readonly plan: Plan;
  readonly question: Question;
}

/** A question as it will be on a participant's screen. One can tick, and nothing is sent. */
export function Preview({ plan, question }: PreviewProps) {
  const { t } = useTranslation("activities");
  const [phase, setPhase] = useState<Phase>("answering");
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const id = useId();
  const activity = activityInRoom(plan, question, phase, t("editor.without_text"));
  return (
    <div className={classes["preview"]}>
      <SegmentedControl
        fullWidth
        bg="var(--salle-raised)"
        aria-label={t("preview.moment")}
        data={[
          { value: "answering", label: t("preview.answering") },
          { value: "results", label: t("preview.results") },
        ]}
        value={phase}
        onChange={(value) => {
          setPhase(value === "results" ? "results" : "answering");
        }}
      />
      <div className={classes["frame"]}>
        <article className={run["run"]} aria-labelledby={id}>
          <RunHeader activity={activity} />
          <div className={run["body"]}>
            <QuestionInRoom question={activity.question} id={id} />
            {phase === "results" ? (
              <>
                <Bars
                  question={activity.question}
                  labelledBy={id}
                  tally={Object.fromEntries(ticked.map((choiceId) => [choiceId, 1]))}
                  answered={ticked.length > 0 ? 1 : 0}
                  right={plan.kind === "quiz" ? rightOf(question) : []}
                  own={ticked}
                />
                {question.explanation.trim() !== "" && (
                  <p className={run["explanation"]}>{question.explanation}</p>
                )}
              </>
            ) : (
              <>
                {question.hint.trim() !== "" && (
                  <p className={classes["previewHint"]}>
                    <IconBulb size={18} aria-hidden />
                    {t("preview.hint", { hint: question.hint })}
                  </p>
                )}
                <Choices
                  question={activity.question}
                  labelledBy={id}
                  ticked={ticked}
                  isOpen
                  onTick={setTicked}
                />
              </>
            )}
          </div>
        </article>
      </div>
    </div>
  );
}

function rightOf({ choices }: Question): readonly string[] {
  return choices.filter((choice) => choice.is_right).map((choice) => choice.id);
}

function activityInRoom(
  plan: Plan,
  question: Question,
  phase: Phase,
  withoutText: string,
): Activity {
  return {
    run_id: "preview",
    activity_id: "preview",
    kind: plan.kind,
    title: plan.title,
    phase,
    question: {
      id: `preview-${question.id}`,
      index: plan.questions.indexOf(question),
      count: plan.questions.length,
      text: question.text.trim() === "" ? withoutText : question.text,
      picture: question.picture,
      hint: question.hint,
      is_multiple: question.is_multiple,
      choices: question.choices.filter(({ text }) => text.trim() !== ""),
    },
    results: null,
    summary: null,
  };
}
