import { expect, test } from "vitest";

import type { Moment } from "~/features/reports/queries";
import { linesOf } from "~/features/reports/timeline";

function moment(type: string, second: number, who: string | null): Moment {
  return {
    at: new Date(Date.UTC(2026, 10, 20, 9, 0, second)).toISOString(),
    type,
    participant_id: who,
    data: {},
  };
}

const told = (...moments: Moment[]) => linesOf(moments).map(({ type, who }) => [type, ...who]);

test("people who arrive one after the other share a line", () => {
  expect(
    told(moment("joined", 0, "ana"), moment("joined", 20, "ben"), moment("joined", 30, "ana")),
  ).toEqual([["joined", "ana", "ben"]]);
});

test("people who arrive apart, or around something else, do not", () => {
  expect(told(moment("joined", 0, "ana"), moment("joined", 90, "ben"))).toHaveLength(2);
  expect(
    told(moment("joined", 0, "ana"), moment("slide_shown", 5, "t"), moment("joined", 9, "ben")),
  ).toHaveLength(3);
});

test("two slides in a minute are two lines", () => {
  expect(told(moment("slide_shown", 0, "t"), moment("slide_shown", 5, "t"))).toHaveLength(2);
});

test("who was removed is not told to have left as well", () => {
  expect(
    told(
      moment("kicked", 0, "ana"),
      moment("left", 1, "ana"),
      moment("left", 5, "ben"),
      moment("joined", 90, "ana"),
      moment("left", 200, "ana"),
    ),
  ).toEqual([
    ["kicked", "ana"],
    ["left", "ben"],
    ["joined", "ana"],
    ["left", "ana"],
  ]);
});
