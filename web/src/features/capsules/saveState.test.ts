import { expect, test } from "vitest";

import { boardState, together } from "~/features/capsules/saveState";

const unsent = { added: {}, updated: {}, removed: {} };

test("a board is saved when the server has confirmed everything, and not before", () => {
  expect(boardState({ kind: "open", unsent: null, isOffline: false }, false).kind).toBe("saved");
  expect(boardState({ kind: "open", unsent, isOffline: false }, false).kind).toBe("saving");
});

test("without a line what is done is kept, and what was done before is saved all the same", () => {
  expect(boardState({ kind: "open", unsent, isOffline: true }, false).kind).toBe("kept");
  expect(boardState({ kind: "open", unsent: null, isOffline: true }, false).kind).toBe("saved");
});

test("a capsule is as safe as the part of it that is less safe", () => {
  expect(together({ kind: "saved" }, { kind: "kept" }).kind).toBe("kept");
  expect(together({ kind: "kept" }, { kind: "saving" }).kind).toBe("kept");
  expect(together({ kind: "saved" }, { kind: "saved" }).kind).toBe("saved");
});

test("work is not saved while an older state of it is on the device, to be done again", () => {
  const sync = { kind: "open", unsent: null, isOffline: false } as const;
  expect(boardState(sync, true).kind).toBe("saving");
});
