import { expect, test } from "vitest";

import { nameIn } from "~/features/reports/sheets";

test.each([
  ["attachment; filename*=UTF-8''massage-pr%C3%A9sences.csv", "massage-présences.csv"],
  ["attachment; filename*=UTF-8''100%.csv", "salle.csv"],
  ["attachment", "salle.csv"],
])("the file of %j is saved as %j", (disposition, name) => {
  expect(nameIn(disposition)).toBe(name);
});
