import { createTLStore, defaultBindingUtils, PageRecordType, type TLPage } from "tldraw";
import { afterEach, describe, expect, test, vi } from "vitest";

import { type Changes, changeAsBefore, redo, unsentChanges } from "~/features/board/live/unsent";
import { shapeUtils } from "~/features/board/store";

function openStore() {
  return createTLStore({ shapeUtils, bindingUtils: defaultBindingUtils });
}

function page(name: string): TLPage {
  return PageRecordType.create({
    id: PageRecordType.createId(name),
    name,
    index: "a1" as TLPage["index"],
  });
}

const nothing = { added: {}, updated: {}, removed: {} };

describe("what was changed here is changed on what is there now", () => {
  test("and what others changed beside it stays", () => {
    const before = { x: 1, props: { color: "black", size: "m" } };
    const after = { x: 1, props: { color: "red", size: "m" } };
    const now = { x: 9, props: { color: "black", size: "xl" } };
    expect(changeAsBefore(now, before, after)).toEqual({
      x: 9,
      props: { color: "red", size: "xl" },
    });
  });

  test("also where both changed the same", () => {
    const merged = changeAsBefore({ x: 9 }, { x: 1 }, { x: 2 });
    expect(merged).toEqual({ x: 2 });
  });

  test("and what was taken out is taken out", () => {
    const now: { x: number; url?: string } = { x: 9, url: "https://a" };
    expect(changeAsBefore(now, { x: 1, url: "https://a" }, { x: 1 })).toEqual({ x: 9 });
  });
});

describe("what did not get through", () => {
  test("is done again", () => {
    const store = openStore();
    const [added, renamed, removed] = [page("added"), page("renamed"), page("removed")];
    store.put([renamed, removed]);
    redo(store, {
      added: { [added.id]: added },
      updated: { [renamed.id]: [renamed, { ...renamed, name: "new" }] },
      removed: { [removed.id]: removed },
    });
    expect(store.has(added.id)).toBe(true);
    expect(store.get(renamed.id)?.name).toBe("new");
    expect(store.has(removed.id)).toBe(false);
  });

  test("brings nothing back that others have taken away", () => {
    const store = openStore();
    const gone = page("gone");
    redo(store, {
      ...nothing,
      updated: { [gone.id]: [gone, { ...gone, name: "new" }] },
      removed: { [gone.id]: gone },
    });
    expect(store.has(gone.id)).toBe(false);
  });

  test("is done without what is no record", () => {
    const store = openStore();
    const good = page("good");
    const bad = { ...page("bad"), name: 7 } as unknown as TLPage;
    redo(store, { ...nothing, added: { [bad.id]: bad, [good.id]: good } });
    expect(store.has(good.id)).toBe(true);
    expect(store.has(bad.id)).toBe(false);
  });
});

describe("what the client still has to hear about", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("is read of the client of this store alone", () => {
    const store = openStore();
    const one = page("one");
    const speculativeChanges = { ...nothing, added: { [one.id]: one } };
    vi.stubGlobal("tlsync", { store: openStore(), speculativeChanges });
    expect(unsentChanges(store)).toBeNull();
    vi.stubGlobal("tlsync", { store, speculativeChanges });
    expect(unsentChanges(store)).toBe(speculativeChanges);
    vi.stubGlobal("tlsync", { store, speculativeChanges: nothing });
    expect(unsentChanges(store)).toBeNull();
  });

  test("holds what was done this moment, before the next picture is drawn", () => {
    vi.stubGlobal("__FORCE_RAF_IN_TESTS__", true);
    const store = openStore();
    const client = { store, speculativeChanges: nothing as Changes };
    store.listen(({ changes }) => {
      client.speculativeChanges = changes;
    });
    vi.stubGlobal("tlsync", client);
    const one = page("one");
    store.put([one]);
    expect(Object.keys(unsentChanges(store)?.added ?? {})).toEqual([one.id]);
  });
});
