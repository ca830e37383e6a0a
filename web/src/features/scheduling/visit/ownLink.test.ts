import { expect, test } from "vitest";

import { readLink, rememberedToken, rememberToken } from "~/features/scheduling/visit/ownLink";

test.each([
  ["#registration=a.b-c_d", { token: "a.b-c_d", isToCancel: false }],
  ["registration=a.b&cancel", { token: "a.b", isToCancel: true }],
  ["#cancel", { token: null, isToCancel: false }],
  ["#registration=", { token: null, isToCancel: false }],
  ["", { token: null, isToCancel: false }],
])("%j is read", (hash, link) => {
  expect(readLink(hash)).toEqual(link);
});

test("a browser remembers who came, session by session", () => {
  rememberToken("one", "a.b");
  expect(rememberedToken("one")).toBe("a.b");
  expect(rememberedToken("other")).toBeNull();
  rememberToken("one", null);
  expect(rememberedToken("one")).toBeNull();
});
