import { ActionIcon, Button, Menu, Switch } from "@mantine/core";
import { IconArrowRight, IconDots } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { nextStep, type Step } from "~/features/activities/run/answer";
import { Bars } from "~/features/activities/run/Bars";
import { Question } from "~/features/activities/run/Question";
import classes from "~/features/activities/run/run.module.css";
import { RunHeader } from "~/features/activities/run/RunHeader";
import { RunSummary } from "~/features/activities/run/RunSummary";
import { useFocusOn } from "~/features/activities/run/useFocusOn";
import type { Activity, Progress } from "~/live/frames";

type RunStep = Step | "activity.put_away";

interface RunAsTrainerProps {
  readonly activity: Activity;
  readonly progress: Progress | null | undefined;
  readonly tally: Readonly<Record<string, number>> | null | undefined;
  /** Right choices and counts before the room sees them: not on a screen that the room can see. */
  readonly isPrivate: boolean;
  readonly onPrivate: (isPrivate: boolean) => void;
  /** A step is on its way: another one now would be one too many. */
  readonly isStepping: boolean;
  readonly onStep: (step: RunStep) => void;
}

/** A running activity for who leads it: what comes in, what is right, and the next step. */
export function RunAsTrainer(props: RunAsTrainerProps) {
  const { activity, progress, tally, isPrivate, onPrivate } = props;
  const { t } = useTranslation("room");
  const id = useId();
  useFocusOn(id);
  const { question, results, phase, kind } = activity;
  if (phase === "finished") {
    return (
      <article className={classes["run"]}>
        <RunHeader activity={activity} />
        <RunSummary activity={activity}>
          <Button
            onClick={() => {
              props.onStep("activity.put_away");
            }}
            aria-disabled={props.isStepping}
          >
            {t("run.put_away")}
          </Button>
        </RunSummary>
      </article>
    );
  }
  const isShown = phase === "results";
  const seesAll = isShown || isPrivate;
  const explanation = results?.explanation ?? activity.explanation;
  return (
    <article className={classes["run"]}>
      <RunHeader activity={activity} progress={progress} />
      <div className={classes["body"]}>
        <Question question={question} id={id} />
        <Bars
          question={question}
          labelledBy={id}
          tally={results?.tally ?? (seesAll ? (tally ?? {}) : null)}
          answered={results?.answered ?? progress?.answered ?? 0}
          right={seesAll && kind === "quiz" ? (results?.right ?? activity.right) : undefined}
        />
        {seesAll && explanation && <p className={classes["explanation"]}>{explanation}</p>}
        {!isShown && (
          <Switch
            className={classes["private"] ?? ""}
            color="link"
            label={t("run.private")}
            description={t("run.private_why")}
            checked={isPrivate}
            onChange={(event) => {
              onPrivate(event.currentTarget.checked);
            }}
          />
        )}
        <div className={classes["foot"]}>
          <Steps {...props} />
        </div>
      </div>
    </article>
  );
}

function Steps({ activity, isStepping, onStep }: RunAsTrainerProps) {
  const { t } = useTranslation("room");
  const main = nextStep(activity);
  const words: Record<RunStep, string> = {
    "activity.close": t("run.close"),
    "activity.show_results": t("run.show_results"),
    "activity.next": t("run.next"),
    "activity.finish": t("run.finish"),
    "activity.put_away": t("run.put_away"),
  };
  const hasNext = activity.question.index + 1 < activity.question.count;
  const others = (Object.keys(words) as RunStep[]).filter(
    (step) =>
      step !== main &&
      (step !== "activity.close" || activity.phase === "answering") &&
      (step !== "activity.show_results" || activity.phase !== "results") &&
      (step !== "activity.next" || hasNext),
  );
  return (
    <div className={classes["steps"]}>
      <Menu position="top-end">
        <Menu.Target>
          <ActionIcon variant="default" size={50} aria-label={t("run.other_steps")}>
            <IconDots aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((step) => (
            <Menu.Item
              key={step}
              disabled={isStepping}
              onClick={() => {
                onStep(step);
              }}
            >
              {words[step]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {main && (
        <Button
          size="lg"
          // Disabled, it would lose the focus, and with it the keys of whoever has no mouse.
          aria-disabled={isStepping}
          rightSection={<IconArrowRight size={20} aria-hidden />}
          aria-keyshortcuts="n"
          onClick={() => {
            onStep(main);
          }}
        >
          {words[main]}
        </Button>
      )}
    </div>
  );
}
