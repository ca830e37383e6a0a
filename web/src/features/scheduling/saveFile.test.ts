import { expect, test } from "vitest";

import { nameIn } from "~/features/scheduling/saveFile";

test.each([
  ["attachment; filename*=UTF-8''Premiers%20secours.csv", "Premiers secours.csv"],
  ['attachment; filename="session.ics"', "session.ics"],
  ["attachment; filename*=UTF-8''%E9", "salle"],
  ["", "salle"],
])("%j is saved as %s", (disposition, name) => {
  expect(nameIn(disposition)).toBe(name);
});
