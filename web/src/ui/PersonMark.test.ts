import { expect, test } from "vitest";

import { initials } from "~/ui/PersonMark";

test.each([
  ["Claire Dumont", "CD"],
  ["Jean  Marie de La Tour", "JT"],
  ["éloïse", "É"],
  ["👩‍🔬 Ada", "👩‍🔬A"],
  ["", ""],
])("the initials of %j are %j", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
