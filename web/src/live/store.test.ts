import { describe, expect, test, vi } from "vitest";

import type { Changes, ChatMessage, View } from "~/live/frames";
import { applyChanges, createStore } from "~/live/store";

const line = (id: string, text = id): ChatMessage => ({
  id,
  seq: 1,
  participant_id: "p1",
  text,
  sent_at: "2026-11-20T10:00:00Z",
});
const changes = (parts: Omit<Changes, "type" | "epoch">): Changes => ({
  type: "changes",
  epoch: 1,
  ...parts,
});

describe("applyChanges [S6]", () => {
  const view: View = {
    presence: { here: 2, hands: 0 },
    chat: { a: line("a"), b: line("b") },
    scores: { p1: 0.5 },
  };

  test("set replaces a slice and leaves the others the same objects", () => {
    const next = applyChanges(view, changes({ set: { presence: { here: 3, hands: 1 } } }));
    expect(next.presence).toEqual({ here: 3, hands: 1 });
    expect(next.chat).toBe(view.chat);
  });

  test("a patch removes, then puts", () => {
    const put = { b: line("b", "again"), c: line("c") };
    const next = applyChanges(view, changes({ patch: { chat: { put, remove: ["a", "b"] } } }));
    expect(next.chat).toEqual(put);
  });

  test("entries that a patch does not name stay the same objects", () => {
    const next = applyChanges(view, changes({ patch: { chat: { put: { c: line("c") } } } }));
    expect(next.chat?.["a"]).toBe(view.chat?.["a"]);
    expect(view.chat).not.toHaveProperty("c");
  });

  test("a slice can be set and patched in one frame", () => {
    const next = applyChanges(
      view,
      changes({ set: { scores: { p2: 1 } }, patch: { scores: { put: { p3: 0 } } } }),
    );
    expect(next.scores).toEqual({ p2: 1, p3: 0 });
  });

  test("a patch of a slice that is not held makes it", () => {
    const next = applyChanges({}, changes({ patch: { chat: { put: { a: line("a") } } } }));
    expect(next.chat).toEqual({ a: line("a") });
  });

  test("null is a value", () => {
    expect(applyChanges(view, changes({ set: { activity: null } })).activity).toBeNull();
  });
});

describe("the store", () => {
  test("tells only those whose slice changed", () => {
    const store = createStore();
    store.replace({ presence: { here: 1, hands: 0 }, activity: null });
    const [presence, activity] = [vi.fn<() => void>(), vi.fn<() => void>()];
    store.subscribe("presence", presence);
    store.subscribe("activity", activity);
    store.change(changes({ set: { presence: { here: 2, hands: 0 } } }));
    expect(presence).toHaveBeenCalledOnce();
    expect(activity).not.toHaveBeenCalled();
  });

  test("a whole view drops the slices that it does not hold [S4]", () => {
    const store = createStore();
    store.replace({ presence: { here: 1, hands: 0 } });
    const listener = vi.fn<() => void>();
    store.subscribe("presence", listener);
    store.replace({});
    expect(store.get("presence")).toBeUndefined();
    expect(listener).toHaveBeenCalledOnce();
  });

  test("who left is not told", () => {
    const store = createStore();
    const listener = vi.fn<() => void>();
    store.subscribe("presence", listener)();
    store.replace({ presence: { here: 1, hands: 0 } });
    expect(listener).not.toHaveBeenCalled();
  });
});
