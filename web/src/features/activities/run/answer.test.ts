import { describe, expect, test } from "vitest";

import {
  letterOf,
  myAnswer,
  nextStep,
  sameChoices,
  share,
  tick,
} from "~/features/activities/run/answer";
import type { Activity, Command, Mine, Phase } from "~/live/frames";

const activity: Activity = {
  run_id: "r1",
  activity_id: "a1",
  kind: "quiz",
  title: "First aid",
  phase: "answering",
  question: {
    id: "q1",
    index: 0,
    count: 2,
    text: "How fast?",
    picture: null,
    hint: "",
    is_multiple: false,
    choices: [],
  },
  results: null,
  summary: null,
};
const mine = (choiceIds: readonly string[] | null): Mine => ({
  choice_ids: choiceIds,
  is_right: null,
  score: null,
  hand_raised_at: null,
  acknowledged_at: null,
});
const pending = (command: Command, isSettled = false) => ({
  id: "1",
  command,
  asked_at: 0,
  is_settled: isSettled,
});
const about = { run_id: "r1", question_id: "q1" };

describe("my answer", () => {
  test("is what the room holds", () => {
    expect(myAnswer(activity, mine(["a"]), [])).toEqual({
      choice_ids: ["a"],
      is_on_its_way: false,
    });
    expect(myAnswer(activity, undefined, []).choice_ids).toBeNull();
  });

  test("is what was sent last, until the room shows it", () => {
    const change = pending({ type: "activity.answer", ...about, choice_ids: ["b"] });
    expect(myAnswer(activity, mine(["a"]), [change])).toEqual({
      choice_ids: ["b"],
      is_on_its_way: true,
    });
    const withdrawal = pending({ type: "activity.withdraw", ...about }, true);
    expect(myAnswer(activity, mine(["a"]), [change, withdrawal])).toEqual({
      choice_ids: null,
      is_on_its_way: false,
    });
  });

  test("is not one to another question", () => {
    const other = pending({
      type: "activity.answer",
      run_id: "r1",
      question_id: "q0",
      choice_ids: ["b"],
    });
    expect(myAnswer(activity, mine(null), [other]).choice_ids).toBeNull();
  });
});

test("ticking replaces one choice and toggles one of several", () => {
  expect(tick(["a"], "b", false)).toEqual(["b"]);
  expect(tick(["a"], "b", true)).toEqual(["a", "b"]);
  expect(tick(["a", "b"], "a", true)).toEqual(["b"]);
});

test("choices are the same in any order", () => {
  expect(sameChoices(["a", "b"], ["b", "a"])).toBe(true);
  expect(sameChoices(["a"], ["a", "b"])).toBe(false);
});

test("shares of nobody are nothing", () => {
  expect(share(undefined, 0)).toBe(0);
  expect(share(1, 0)).toBe(0);
  expect(share(1, 4)).toBe(0.25);
});

test("choices have letters", () => {
  expect([0, 1, 11].map(letterOf)).toEqual(["A", "B", "L"]);
});

test.each<[Phase, number, string | null]>([
  ["answering", 0, "activity.close"],
  ["closed", 0, "activity.show_results"],
  ["results", 0, "activity.next"],
  ["results", 1, "activity.finish"],
  ["finished", 1, null],
])("after %s of question %i comes %s", (phase, index, step) => {
  const at = { ...activity, phase, question: { ...activity.question, index } };
  expect(nextStep(at)).toBe(step);
});
