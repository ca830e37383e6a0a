import { beforeEach, expect, test, vi } from "vitest";

import { draftsOf } from "~/live/drafts";
import {
  forgetIdentity,
  rememberedIdentity,
  rememberedNames,
  rememberIdentity,
  rememberNames,
} from "~/live/identity";

const ada = { room_id: "r1", participant_id: "p1", role: "participant", token: "secret" } as const;

const isText = (value: unknown): value is string => typeof value === "string";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test("an identity is found under every name that the room had [H6]", () => {
  rememberIdentity(ada, "old-link", "new-link");
  expect(rememberedIdentity("old-link")).toEqual(ada);
  expect(rememberedIdentity("new-link")).toEqual(ada);
  expect(rememberedIdentity("other")).toBeNull();
});

test("a forgotten identity is gone", () => {
  rememberIdentity(ada, "link");
  forgetIdentity("link");
  expect(rememberedIdentity("link")).toBeNull();
});

test.each(["{", "null", "[]", '{"room_id": 1}'])("%s is nobody", (stored) => {
  localStorage.setItem("salle.room.link", stored);
  expect(rememberedIdentity("link")).toBeNull();
});

test("names are offered at the next door", () => {
  const names = { first_name: "Ada", last_name: "Lovelace", organisation: "" };
  rememberNames(names);
  expect(rememberedNames()).toEqual(names);
});

test("a draft is kept until it is forgotten", () => {
  const draft = draftsOf("p1", "chat", isText);
  draft.write("half a sen");
  expect(draftsOf("p1", "chat", isText).read()).toBe("half a sen");
  expect(draftsOf("p2", "chat", isText).read()).toBeNull();
  draft.write(null);
  expect(draft.read()).toBeNull();
});

test("a browser without storage remembers nobody and breaks nothing", () => {
  vi.stubGlobal("localStorage", undefined);
  rememberIdentity(ada, "link");
  expect(rememberedIdentity("link")).toBeNull();
});
