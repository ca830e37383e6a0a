import type { QuestionResult } from "~/features/reports/queries";

export type Verdict = "right" | "partly" | "wrong" | "none";

/** How good somebody's answer was; null where nothing is right or wrong. */
export function verdictOn(
  { choices }: QuestionResult,
  ticked: readonly string[] | undefined,
): Verdict | null {
  const right = choices.filter((choice) => choice.is_right).map((choice) => choice.id);
  if (right.length === 0) return null;
  if (ticked === undefined || ticked.length === 0) return "none";
  const hits = right.filter((id) => ticked.includes(id)).length;
  if (hits === right.length && ticked.length === hits) return "right";
  return hits > 0 ? "partly" : "wrong";
}
