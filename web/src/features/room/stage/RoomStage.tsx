import { Button } from "@mantine/core";
import { IconArrowBackUp, IconPencil, IconPencilOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { myAnswer } from "~/features/activities/run/answer";
import { RunAsParticipant } from "~/features/activities/run/RunAsParticipant";
import { RunAsTrainer } from "~/features/activities/run/RunAsTrainer";
import { RunOnScreen } from "~/features/activities/run/RunOnScreen";
import { useLine, usePending, useSeat, useSend, useSlice } from "~/features/room/seat";
import { SlideView, useMayDraw } from "~/features/room/stage/SlideView";
import classes from "~/features/room/stage/stage.module.css";
import { usePen } from "~/features/room/stage/usePen";
import { useRunSteps } from "~/features/room/stage/useRunSteps";
import { useSlides } from "~/features/room/stage/useSlides";
import { useKept } from "~/features/room/useKept";
import { draftsOf } from "~/live/drafts";
import type { Activity } from "~/live/frames";
import { announce } from "~/ui/announcer";
import { MAIN } from "~/ui/SkipLink";

/** What everyone looks at: the slide, or the activity that runs. */
export function RoomStage() {
  const activity = useSlice("activity");
  const { role } = useSeat();
  const hasTools = useMayDraw();
  useFocusKept(activity?.run_id);
  return (
    <div className={classes["stage"]} data-role={role} data-tools={hasTools || undefined}>
      <div className={classes["area"]}>
        {/* The board stays open under an activity: opening it again would take a while. */}
        <div className={classes["slides"]} inert={activity !== null && activity !== undefined}>
          <ShownSlide />
        </div>
        {activity && (
          <div className={classes["sheet"]}>
            <Running activity={activity} />
          </div>
        )}
      </div>
    </div>
  );
}

/** With an activity goes whatever had the focus in it. */
function useFocusKept(runId: string | undefined) {
  const before = useRef(runId);
  useEffect(() => {
    const isOver = before.current !== undefined && runId === undefined;
    before.current = runId;
    if (isOver && document.activeElement === document.body) {
      document.getElementById(MAIN)?.focus({ preventScroll: true });
    }
  }, [runId]);
}

function ShownSlide() {
  const { t } = useTranslation("room");
  const { shown, all, isAstray, backToTrainer } = useSlides();
  const pen = usePen();
  const number = all.findIndex(({ id }) => id === shown) + 1;
  const isTrainerAway = Object.values(useSlice("people") ?? {}).some(
    (person) => person.role === "trainer" && !person.is_here,
  );
  const label = t("slides.shown", { number, total: all.length, name: all[number - 1]?.name ?? "" });
  useTurnSaid(shown, label);
  return (
    <>
      <SlideView pageId={shown} label={label} />
      {pen ? (
        <p className={classes["pen"]}>
          {pen === "given" ? <IconPencil aria-hidden /> : <IconPencilOff aria-hidden />}
          {pen === "given" ? t("draw.given") : t("draw.taken")}
        </p>
      ) : (
        isTrainerAway && <p className={classes["away"]}>{t("slides.trainer_away")}</p>
      )}
      {isAstray && (
        <Button
          className={classes["back"]}
          leftSection={<IconArrowBackUp size={20} aria-hidden />}
          onClick={backToTrainer}
        >
          {t("slides.back_to_trainer")}
        </Button>
      )}
    </>
  );
}

/** Says which slide has come, to those who do not see that one has. */
function useTurnSaid(shown: string | null, label: string) {
  const before = useRef(shown);
  useEffect(() => {
    if (before.current !== null && before.current !== shown) announce(label);
    before.current = shown;
  }, [shown, label]);
}

interface RunningProps {
  readonly activity: Activity;
}

function Running({ activity }: RunningProps) {
  switch (useSeat().role) {
    case "trainer":
      return <ForTrainer activity={activity} />;
    case "participant":
      // Ticks belong to one question: another one starts afresh.
      return <ForParticipant key={activity.run_id + activity.question.id} activity={activity} />;
    case "screen":
      return <ForScreen activity={activity} />;
  }
}

function ForTrainer({ activity }: RunningProps) {
  const [isPrivate, setPrivate] = useKept("answers-seen-by-me", false);
  const { isStepping, step } = useRunSteps();
  return (
    <RunAsTrainer
      activity={activity}
      progress={useSlice("progress")}
      tally={useSlice("tally")}
      isPrivate={isPrivate}
      onPrivate={setPrivate}
      isStepping={isStepping}
      onStep={step}
    />
  );
}

function ForParticipant({ activity }: RunningProps) {
  const send = useSend();
  const { participant_id } = useSeat();
  const mine = useSlice("mine");
  const answer = myAnswer(activity, mine, usePending());
  const { run_id, question } = activity;
  const about = { run_id, question_id: question.id };
  return (
    <RunAsParticipant
      activity={activity}
      mine={mine}
      progress={useSlice("progress")}
      answer={answer}
      draft={draftsOf(participant_id, `answer.${run_id}.${question.id}`, isIdList)}
      isLineLost={useLine().state !== "live"}
      onAnswer={(choice_ids) => void send({ type: "activity.answer", ...about, choice_ids })}
      onWithdraw={() => void send({ type: "activity.withdraw", ...about })}
    />
  );
}

function ForScreen({ activity }: RunningProps) {
  return <RunOnScreen activity={activity} progress={useSlice("progress")} />;
}

function isIdList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === "string");
}
