import { expect, test } from "vitest";

import {
  askAgainIn,
  countdownText,
  inMinutes,
  longText,
  stepBetween,
} from "~/features/scheduling/times/countdown";

const plain = (text: string) => text.replaceAll(/\s/g, " ");

test.each([
  [0, "00:00"],
  [-5, "00:00"],
  [0.2, "00:01"],
  [59, "00:59"],
  [60, "01:00"],
  [3599, "59:59"],
  [3600, "01:00:00"],
  [86_399, "23:59:59"],
])("%d seconds are %s", (seconds, text) => {
  expect(countdownText(seconds, "fr")).toBe(text);
});

test("days are counted in words, in each language", () => {
  const seconds = 3 * 86_400 + 4 * 3600 + 59;
  expect(plain(countdownText(seconds, "fr"))).toBe("3 j 4 h");
  expect(plain(countdownText(seconds, "en-GB"))).toBe("3 days 4 hrs");
  expect(plain(countdownText(86_400, "fr"))).toBe("1 j");
});

test.each([
  [42, "42 s"],
  [60, "1 min"],
  [3003, "50 min"],
  [3629, "1 h"],
  [3899, "1 h 5 min"],
])("who was there for %d seconds is told %s", (seconds, text) => {
  expect(plain(longText(inMinutes(seconds), "fr", "short"))).toBe(text);
});

test("a sentence has the two largest units", () => {
  expect(plain(longText(3900, "fr"))).toBe("1 heure 5 minutes");
  expect(plain(longText(600, "fr"))).toBe("10 minutes");
  expect(plain(longText(0, "fr"))).toBe("0 seconde");
});

test("a step is told once, and the latest of those that passed while nobody looked", () => {
  expect(stepBetween(601, 600)).toBe(600);
  expect(stepBetween(600, 599)).toBeNull();
  expect(stepBetween(4000, 200)).toBe(300);
  expect(stepBetween(5, 0)).toBeNull();
});

test("nobody asks before the door opens, nor all in the same moment", () => {
  expect(askAgainIn(30, 0)).toBe(30_000);
  expect(askAgainIn(30, 1)).toBe(32_000);
  expect(askAgainIn(0, 0)).toBe(3000);
  expect(askAgainIn(86_400, 0)).toBe(300_000);
});
