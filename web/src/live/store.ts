import type { Changes, Patch, SliceName, Slices, View } from "~/live/frames";

/** What this person sees of the room, and who wants to know when a part of it changes. */
export interface RoomStore {
  readonly get: <Name extends SliceName>(name: Name) => Slices[Name] | undefined;
  readonly subscribe: (name: SliceName, listener: () => void) => () => void;
  /** A whole view came: all that was held is dropped [S4]. */
  readonly replace: (view: View) => void;
  readonly change: (changes: Changes) => void;
}

export function createStore(): RoomStore {
  let view: View = {};
  const listeners = new Map<SliceName, Set<() => void>>();

  function show(next: View) {
    const before = view;
    view = next;
    for (const [name, ofSlice] of listeners) {
      if (before[name] !== next[name]) for (const listener of ofSlice) listener();
    }
  }

  return {
    get: (name) => view[name],
    subscribe(name, listener) {
      const ofSlice = listeners.get(name) ?? new Set();
      listeners.set(name, ofSlice.add(listener));
      return () => ofSlice.delete(listener);
    },
    replace: show,
    change: (changes) => show(applyChanges(view, changes)),
  };
}

/**
 * The view after one `changes` frame [S6]. Slices and entries that the frame does not name stay the
 * same objects, so that whoever shows them can tell.
 */
export function applyChanges(view: View, { set = {}, patch = {} }: Changes): View {
  const next: Record<string, unknown> = { ...view, ...set };
  for (const [name, change] of Object.entries(patch)) {
    next[name] = applyPatch(next[name], change);
  }
  return next;
}

function applyPatch(slice: unknown, { put = {}, remove = [] }: Patch): Record<string, unknown> {
  const next: Record<string, unknown> = { ...(isObject(slice) ? slice : null) };
  for (const key of remove) delete next[key];
  return Object.assign(next, put);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
