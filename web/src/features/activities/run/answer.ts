import type { Activity, Mine } from "~/live/frames";
import type { Pending } from "~/live/pending";

/** What the server holds of somebody's answer to the current question, or will when it is sent. */
export interface MyAnswer {
  /** Null: none. */
  readonly choice_ids: readonly string[] | null;
  readonly is_on_its_way: boolean;
}

export function myAnswer(
  activity: Activity,
  mine: Mine | undefined,
  pending: readonly Pending[],
): MyAnswer {
  const last = pending.findLast(
    ({ command }) =>
      (command.type === "activity.answer" || command.type === "activity.withdraw") &&
      command.run_id === activity.run_id &&
      command.question_id === activity.question.id,
  );
  if (!last) return { choice_ids: mine?.choice_ids ?? null, is_on_its_way: false };
  return {
    choice_ids: last.command.type === "activity.answer" ? last.command.choice_ids : null,
    is_on_its_way: !last.is_settled,
  };
}

export function sameChoices(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

/** What ticking a choice makes of those that were ticked. */
export function tick(
  ticked: readonly string[],
  choiceId: string,
  isMultiple: boolean,
): readonly string[] {
  if (!isMultiple) return [choiceId];
  return ticked.includes(choiceId) ? ticked.filter((id) => id !== choiceId) : [...ticked, choiceId];
}

/** The name of a choice in a room: people say "B", not what it says. */
export function letterOf(index: number): string {
  return String.fromCodePoint(65 + index);
}

/** A part of a whole, from 0 to 1; nothing of nothing is 0. */
export function share(part: number | undefined, whole: number): number {
  return part && whole > 0 ? Math.min(part / whole, 1) : 0;
}

export type Step = "activity.close" | "activity.show_results" | "activity.next" | "activity.finish";

/** What a trainer most likely does next. */
export function nextStep({ phase, question }: Activity): Step | null {
  switch (phase) {
    case "answering":
      return "activity.close";
    case "closed":
      return "activity.show_results";
    case "results":
      return question.index + 1 < question.count ? "activity.next" : "activity.finish";
    case "finished":
      return null;
  }
}
