import { expect, test } from "vitest";

import type { QuestionResult } from "~/features/reports/queries";
import { verdictOn } from "~/features/reports/verdict";

function question(...right: string[]): QuestionResult {
  const choices = ["a", "b", "c"].map((id) => ({
    id,
    text: id,
    is_right: right.includes(id),
    count: 0,
  }));
  return { id: "q", text: "", is_multiple: true, answered: 0, all_right: 0, choices };
}

test.each([
  [["a", "b"], ["b", "a"], "right"],
  [["a", "b"], ["a"], "partly"],
  [["a"], ["a", "c"], "partly"],
  [["a"], ["c"], "wrong"],
  [["a"], undefined, "none"],
  [[], ["a"], null],
] as const)("right %j, ticked %j: %s", (right, ticked, expected) => {
  expect(verdictOn(question(...right), ticked)).toBe(expected);
});
