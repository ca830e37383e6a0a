import { usePending, useSend, useSlice } from "~/features/room/seat";
import { nextStep, type Step } from "~/features/activities/run/answer";

interface RunSteps {
  /** A step is on its way. */
  readonly isStepping: boolean;
  readonly step: (step: Step | "activity.put_away") => void;
  /** Takes the step that most likely comes next. */
  readonly next: () => void;
}

/** The trainer's hand on the running activity. */
export function useRunSteps(): RunSteps {
  const send = useSend();
  const activity = useSlice("activity");
  const isStepping = usePending().some(
    ({ command }) =>
      command.type === "activity.close" ||
      command.type === "activity.show_results" ||
      command.type === "activity.next" ||
      command.type === "activity.finish" ||
      command.type === "activity.put_away",
  );

  function step(type: Step | "activity.put_away") {
    if (!activity || isStepping) return;
    const { run_id, question } = activity;
    void send(type === "activity.next" ? { type, run_id, after: question.id } : { type, run_id });
  }

  return {
    isStepping,
    step,
    next: () => {
      if (activity) step(nextStep(activity) ?? "activity.put_away");
    },
  };
}
