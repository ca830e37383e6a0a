import { expect, test } from "vitest";

import { axisMarks, durationIn, placeOn, timesIn } from "~/features/reports/times";

const plain = (text: string) => text.replaceAll(/\s/g, " ");

test.each([
  [45, "45 s"],
  [59 * 60 + 29, "59 min"],
  [59 * 60 + 31, "1 h"],
  [92 * 60, "1 h 32 min"],
])("%i seconds last %j", (seconds, expected) => {
  expect(plain(durationIn("fr", seconds))).toBe(expected);
});

test("a day begins its line", () => {
  expect(timesIn("fr").day("2026-11-20T12:00:00Z")).toBe("Vendredi 20 novembre 2026");
  expect(timesIn("fr").day("2026-12-01T12:00:00Z")).toBe("Mardi 1er décembre 2026");
});

test.each([1, 7, 18, 59, 92, 240, 1000, 3000])(
  "an axis of %i minutes has a few marks, all of them on it, at round times",
  (minutes) => {
    const from = Date.parse("2026-11-20T08:03:20Z");
    const to = from + minutes * 60_000;
    const marks = axisMarks(from, to);
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.length).toBeLessThanOrEqual(7);
    for (const mark of marks) {
      expect(mark).toBeGreaterThanOrEqual(from);
      expect(mark).toBeLessThanOrEqual(to);
      expect(mark % 60_000).toBe(0);
    }
  },
);

test("a class of no length has an axis all the same", () => {
  expect(axisMarks(60_000, 60_000).length).toBeLessThanOrEqual(1);
  expect(placeOn(5, 5, 5)).toBe(0);
});

test("what is before or after the class is at its edge", () => {
  expect([placeOn(10, 20, 5), placeOn(10, 20, 15), placeOn(10, 20, 99)]).toEqual([0, 0.5, 1]);
});
