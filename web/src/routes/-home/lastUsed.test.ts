import { expect, test } from "vitest";

import { lastUsed } from "~/routes/-home/lastUsed";

const first = { id: "first", updated_at: "2026-11-02T08:00:00Z" };
const second = { id: "second", updated_at: "2026-11-05T08:00:00Z" };

const taught = (capsule_id: string, ended_at: string) => ({ capsule_id, ended_at });

test("without a class, it is the capsule one worked at last", () => {
  expect(lastUsed([first, second], [])).toBe(second);
  expect(lastUsed([], [])).toBeUndefined();
});

test("a class counts as much as a change", () => {
  const later = taught("first", "2026-11-06T08:00:00Z");
  const earlier = taught("first", "2026-11-03T08:00:00Z");
  expect(lastUsed([first, second], [earlier, later])).toBe(first);
  expect(lastUsed([first, second], [earlier])).toBe(second);
});

test("a class of a capsule that is gone does not count", () => {
  expect(lastUsed([first], [taught("gone", "2026-11-09T08:00:00Z")])).toBe(first);
});
