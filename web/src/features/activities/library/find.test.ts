import { expect, test } from "vitest";

import { findCards } from "~/features/activities/library/find";

const card = (title: string, kind: "quiz" | "poll") => ({
  id: title,
  kind,
  title,
  question_count: 1,
  updated_at: "2026-11-20T09:00:00Z",
});
const cards = [card("Énergie cinétique", "quiz"), card("Vos attentes", "poll")];

test.each([
  ["", "all", 2],
  ["  ", "quiz", 1],
  ["energie", "all", 1],
  ["CINÉ éner", "all", 1],
  ["energie", "poll", 0],
] as const)("%j among %s finds %i", (words, kind, count) => {
  expect(findCards(cards, words, kind)).toHaveLength(count);
});
