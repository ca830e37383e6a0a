import { expect, test } from "vitest";

import {
  addDays,
  addMonths,
  dayText,
  daysText,
  isDay,
  weekOf,
  weeksOfMonth,
} from "~/features/scheduling/times/days";

test.each([
  ["2027-03-02", true],
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["2026-99-99", false],
  ["tomorrow", false],
  [20270302, false],
])("whether %j is a day: %j", (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

test("days follow each other over the end of a year and a change of summer time", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2027-03-27", 2)).toBe("2027-03-29");
});

test("a month later is the same day, or the last there is", () => {
  expect(addMonths("2027-01-31", 1)).toBe("2027-02-28");
  expect(addMonths("2027-01-15", -1)).toBe("2026-12-15");
});

test("a week begins on Monday", () => {
  expect(weekOf("2026-11-22")).toEqual([
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
    "2026-11-21",
    "2026-11-22",
  ]);
});

test("a month is shown in whole weeks", () => {
  const weeks = weeksOfMonth("2027-02-14");
  expect(weeks).toHaveLength(4);
  expect(weeks[0]?.[0]).toBe("2027-02-01");
  expect(weeksOfMonth("2026-11-20").at(-1)?.[6]).toBe("2026-12-06");
});

test("a day is named where one reads, never shifted by where one is", () => {
  expect(dayText("2027-03-02", "fr", { weekday: "long", day: "numeric", month: "long" })).toBe(
    "mardi 2 mars",
  );
});

test("a period names once what its ends have in common", () => {
  const plain = (text: string) => text.replaceAll(/\s/g, " ");
  expect(plain(daysText("2026-11-23", "2026-11-29", "fr"))).toMatch(/^23 ?– ?29 novembre 2026$/);
  expect(plain(daysText("2026-12-28", "2027-01-03", "fr"))).toMatch(/2026 ?– ?3 janvier 2027$/);
});

test("the first of a month is the first, in French", () => {
  const options = { weekday: "long", day: "numeric", month: "long" } as const;
  expect(dayText("2026-12-01", "fr", options)).toBe("mardi 1er décembre");
  expect(dayText("2026-12-11", "fr", options)).toBe("vendredi 11 décembre");
  expect(dayText("2026-12-01", "en-GB", options)).toContain("1 December");
});
