import { expect, test } from "vitest";

import { ago } from "~/features/capsules/ago";

const now = Date.parse("2026-11-20T12:00:00Z");

test.each([
  ["2026-11-20T11:59:50Z", "now"],
  ["2026-11-20T11:59:00Z", "1 minute ago"],
  ["2026-11-20T09:00:00Z", "3 hours ago"],
  ["2026-11-19T11:00:00Z", "yesterday"],
  ["2026-10-01T11:00:00Z", "Oct 1, 2026"],
])("%s is said as %s", (moment, said) => {
  expect(ago(moment, "en", now)).toBe(said);
});
