import { expect, test } from "vitest";

import { daysOf, NO_REPEAT, ruleOf } from "~/features/scheduling/form/repeat";

const FRIDAY = "2026-11-20";
const weekly = { ...NO_REPEAT, kind: "weekly" } as const;

test("once is once", () => {
  expect(daysOf(NO_REPEAT, FRIDAY)).toEqual([FRIDAY]);
  expect(daysOf(weekly, "")).toEqual([]);
});

test("each week on the day it begins, unless other days are ticked", () => {
  expect(daysOf({ ...weekly, count: 3 }, FRIDAY)).toEqual([FRIDAY, "2026-11-27", "2026-12-04"]);
  expect(daysOf({ ...weekly, weekdays: [1, 4], count: 4, every: 2 }, FRIDAY)).toEqual([
    FRIDAY,
    "2026-12-01",
    "2026-12-04",
    "2026-12-15",
  ]);
});

test("until a day, that day included, without those left out", () => {
  const until = { ...weekly, ends: "until", until: "2026-12-11" } as const;
  expect(daysOf({ ...until, exceptions: ["2026-11-27"] }, FRIDAY)).toEqual([
    FRIDAY,
    "2026-12-04",
    "2026-12-11",
  ]);
  expect(daysOf({ ...until, until: "" }, FRIDAY)).toEqual([]);
});

test("no rule goes on for ever", () => {
  expect(daysOf({ ...weekly, count: 100_000 }, FRIDAY)).toHaveLength(200);
});

test("the server is told one end, and the first day among the chosen", () => {
  expect(ruleOf({ ...weekly, count: 3 }, FRIDAY)).toEqual({
    kind: "weekly",
    weekdays: [4],
    every: 1,
    count: 3,
  });
  expect(ruleOf({ ...NO_REPEAT, kind: "chosen", days: ["2026-11-18"] }, FRIDAY)).toEqual({
    kind: "chosen",
    days: ["2026-11-18", FRIDAY],
  });
});
