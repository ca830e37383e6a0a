import { Button } from "@mantine/core";
import { IconBulb, IconCheck, IconCloudUpload, IconLock } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { type MyAnswer, sameChoices } from "~/features/activities/run/answer";
import { Bars } from "~/features/activities/run/Bars";
import { Choices } from "~/features/activities/run/Choices";
import { Question } from "~/features/activities/run/Question";
import classes from "~/features/activities/run/run.module.css";
import { RunHeader } from "~/features/activities/run/RunHeader";
import { RunSummary } from "~/features/activities/run/RunSummary";
import { useFocusOn } from "~/features/activities/run/useFocusOn";
import type { Drafts } from "~/live/drafts";
import type { Activity, Mine, Progress } from "~/live/frames";

interface RunAsParticipantProps {
  readonly activity: Activity;
  readonly mine: Mine | undefined;
  readonly progress: Progress | null | undefined;
  readonly answer: MyAnswer;
  /** What was ticked and not sent yet. */
  readonly draft: Drafts<readonly string[]>;
  readonly isLineLost: boolean;
  readonly onAnswer: (choiceIds: readonly string[]) => void;
  readonly onWithdraw: () => void;
}

/** A running activity for who answers it. Give it a key per question. */
export function RunAsParticipant(props: RunAsParticipantProps) {
  const { activity, mine, progress } = props;
  if (activity.phase === "finished") {
    return (
      <article className={classes["run"]}>
        <RunHeader activity={activity} />
        <RunSummary activity={activity} ownScore={mine?.score} />
      </article>
    );
  }
  return (
    <article className={classes["run"]}>
      <RunHeader activity={activity} progress={progress} />
      {activity.phase === "results" ? <Results {...props} /> : <Answering {...props} />}
    </article>
  );
}

function Answering({
  activity: { question, phase },
  answer,
  draft,
  isLineLost,
  onAnswer,
  onWithdraw,
}: RunAsParticipantProps) {
  const { t } = useTranslation("room");
  const id = useId();
  useFocusOn(id);
  const isOpen = phase === "answering";
  const given = answer.choice_ids ?? [];
  const [begun, setBegun] = useState(draft.read);
  const ticked = isOpen ? (begun ?? given) : given;
  const isChanged = isOpen && !sameChoices(ticked, given);

  function keep(next: readonly string[] | null) {
    setBegun(next);
    draft.write(next);
  }

  return (
    <form
      className={classes["body"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (ticked.length === 0 || !isChanged) return;
        keep(null);
        onAnswer(ticked);
      }}
    >
      <Question question={question} id={id} />
      <Hint text={question.hint} />
      <Choices question={question} labelledBy={id} ticked={ticked} isOpen={isOpen} onTick={keep} />
      <div className={classes["foot"]}>
        <AnswerState
          isOpen={isOpen}
          answer={answer}
          isChanged={isChanged}
          isLineLost={isLineLost}
        />
        {isOpen && (isChanged || answer.choice_ids === null) && (
          <Button type="submit" size="lg" disabled={ticked.length === 0}>
            {answer.choice_ids === null ? t("run.send") : t("run.change")}
          </Button>
        )}
        {isOpen && !isChanged && answer.choice_ids !== null && !answer.is_on_its_way && (
          <Button
            variant="subtle"
            color="gray"
            c="inherit"
            onClick={() => {
              keep(null);
              onWithdraw();
            }}
          >
            {t("run.withdraw")}
          </Button>
        )}
      </div>
    </form>
  );
}

interface AnswerStateProps {
  readonly isOpen: boolean;
  readonly answer: MyAnswer;
  readonly isChanged: boolean;
  readonly isLineLost: boolean;
}

/** Says "received" only when it is stored. */
function AnswerState({ isOpen, answer, isChanged, isLineLost }: AnswerStateProps) {
  const { t } = useTranslation("room");
  let icon: ReactNode = null;
  let text = "";
  let kind = "quiet";
  if (answer.is_on_its_way) {
    icon = <IconCloudUpload size={22} aria-hidden />;
    text = isLineLost ? t("run.kept") : t("run.sending");
  } else if (!isOpen) {
    icon = <IconLock size={22} aria-hidden />;
    text = answer.choice_ids === null ? t("run.closed_without_answer") : t("run.closed");
  } else if (isChanged && answer.choice_ids !== null) {
    text = t("run.not_sent_yet");
  } else if (answer.choice_ids !== null) {
    icon = <IconCheck size={22} stroke={3} aria-hidden />;
    text = t("run.received");
    kind = "good";
  }
  return (
    <p className={classes["state"]} role="status" data-kind={kind}>
      {icon}
      <span>{text}</span>
    </p>
  );
}

interface HintProps {
  readonly text: string | null;
}

function Hint({ text }: HintProps) {
  const { t } = useTranslation("room");
  const [isShown, setShown] = useState(false);
  if (!text) return null;
  return (
    <div className={classes["hint"]}>
      <Button
        variant="subtle"
        color="link"
        size="compact-md"
        leftSection={<IconBulb size={18} aria-hidden />}
        aria-expanded={isShown}
        onClick={() => {
          setShown(!isShown);
        }}
      >
        {isShown ? t("run.hide_hint") : t("run.show_hint")}
      </Button>
      {isShown && <p>{text}</p>}
    </div>
  );
}

function Results({ activity, mine, answer }: RunAsParticipantProps) {
  const { t } = useTranslation("room");
  const id = useId();
  useFocusOn(id);
  const { question, results, kind } = activity;
  if (!results) return null;
  return (
    <div className={classes["body"]}>
      <Question question={question} id={id} />
      {kind === "quiz" && (
        <p
          className={classes["verdict"]}
          role="status"
          data-kind={mine?.is_right ? "good" : "quiet"}
        >
          {verdict()}
        </p>
      )}
      <Bars
        question={question}
        labelledBy={id}
        tally={results.tally}
        answered={results.answered}
        right={results.right}
        own={answer.choice_ids}
      />
      {results.explanation && <p className={classes["explanation"]}>{results.explanation}</p>}
    </div>
  );

  function verdict() {
    if (answer.choice_ids === null) return t("run.verdict.none");
    return mine?.is_right ? t("run.verdict.right") : t("run.verdict.wrong");
  }
}
