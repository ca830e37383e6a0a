import { describe, expect, test } from "vitest";

import {
  copyOfQuestion,
  isComplete,
  linesOf,
  moved,
  newChoice,
  newQuestion,
  pasteChoices,
  type Plan,
  problemsOf,
  type Question,
  storablePlan,
  withMultiple,
  withRight,
} from "~/features/activities/editor/plan";

const choice = (text: string, is_right = false) => ({ id: `c-${text}`, text, is_right });

function question(id: string, change: Partial<Question> = {}): Question {
  return { ...newQuestion(), id, text: id, choices: [choice("a", true), choice("b")], ...change };
}

function plan(...questions: Question[]): Plan {
  return { kind: "quiz", title: "Massage", questions };
}

describe("what a question lacks", () => {
  test("a new one lacks its text and its choices", () => {
    expect([...problemsOf(newQuestion())]).toEqual([
      ["text", "missing"],
      ["choices", "too_few"],
    ]);
  });

  test("a choice that nobody has filled in is no fault, unless it is said to be right", () => {
    const choices = [choice("a"), choice("b"), choice(" ")];
    expect(problemsOf(question("q", { choices })).size).toBe(0);
    const right = [choice("a"), choice("b"), choice(" ", true)];
    expect(problemsOf(question("q", { choices: right }))).toEqual(new Map([["c- ", "missing"]]));
  });

  test("length is counted as the server does, in code points", () => {
    expect(problemsOf(question("q", { text: "🫀".repeat(1000) })).size).toBe(0);
    expect(problemsOf(question("q", { text: "🫀".repeat(1001) })).get("text")).toBe("too_long");
    expect(problemsOf(question("q", { hint: "x".repeat(1001) })).get("hint")).toBe("too_long");
  });
});

describe("what the server can hold of a draft", () => {
  const whole = question("one");
  const broken = question("two", { text: "" });

  test("what is complete, trimmed and without empty choices", () => {
    const rough = question("one", { text: " one ", choices: [...whole.choices, newChoice()] });
    expect(storablePlan(plan(rough), null)).toEqual(plan(whole));
    expect(isComplete(plan(rough))).toBe(true);
  });

  test("a question that became incomplete stays there as it was, at its place", () => {
    const stored = plan(question("two"), whole);
    expect(storablePlan(plan(whole, broken), stored)).toEqual(plan(whole, question("two")));
  });

  test("one that never was complete stays here", () => {
    expect(storablePlan(plan(whole, broken), null)).toEqual(plan(whole));
  });

  test("nothing, as long as there is no title or no whole question", () => {
    expect(storablePlan({ ...plan(whole), title: " " }, null)).toBeNull();
    expect(storablePlan(plan(broken), null)).toBeNull();
    expect(storablePlan({ ...plan(whole), title: " " }, plan(whole))).toEqual(plan(whole));
  });
});

test("with one answer only the first right choice stays right", () => {
  const many = question("q", {
    is_multiple: true,
    choices: [choice("a"), choice("b", true), choice("c", true)],
  });
  expect(withMultiple(many, false).choices.map((each) => each.is_right)).toEqual([
    false,
    true,
    false,
  ]);
  const one = withRight(withMultiple(many, false), "c-a", true);
  expect(one.choices.map((each) => each.is_right)).toEqual([true, false, false]);
  expect(withRight(many, "c-a", true).choices.every((each) => each.is_right)).toBe(true);
});

test("a copy shares no id with its original", () => {
  const original = question("q");
  const copy = copyOfQuestion(original);
  const ids = [original.id, copy.id, ...original.choices, ...copy.choices].map((each) =>
    typeof each === "string" ? each : each.id,
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(copy.choices.map((each) => each.text)).toEqual(["a", "b"]);
});

test("moving keeps every item", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a"], 5, 0)).toEqual(["a"]);
});

test("pasted lines lose the marks of the list that they were", () => {
  expect(linesOf("- un\r\n• deux\n\n 3. trois\nd) quatre\n15 minutes\n1.5 mètre")).toEqual([
    "un",
    "deux",
    "trois",
    "quatre",
    "15 minutes",
    "1.5 mètre",
  ]);
});

describe("pasting lines into choices", () => {
  const texts = (choices: readonly { text: string }[]) => choices.map(({ text }) => text);

  test("fills empty ones first, and keeps what is right", () => {
    const empty = [choice("a"), { ...newChoice(), is_right: true }, newChoice()];
    const { choices } = pasteChoices(empty, 1, ["x", "y", "z"]);
    expect(texts(choices)).toEqual(["a", "x", "y", "z"]);
    expect(choices[1]?.is_right).toBe(true);
  });

  test("follows a choice that is not empty, before those that come next", () => {
    const { choices } = pasteChoices([choice("a"), choice("b")], 0, ["x", "y"]);
    expect(texts(choices)).toEqual(["a", "x", "y", "b"]);
  });

  test("stops at twelve and says how many are left out", () => {
    const lines = Array.from({ length: 14 }, (_, index) => `line ${index}`);
    const { choices, leftOut } = pasteChoices([newChoice(), choice("b")], 0, lines);
    expect(choices).toHaveLength(12);
    expect(choices.at(-1)?.text).toBe("b");
    expect(leftOut).toBe(3);
  });
});
