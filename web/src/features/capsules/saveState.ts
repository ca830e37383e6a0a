import type { Sync } from "~/features/board/BoardEditor";
import type { SaveState } from "~/features/capsules/autosave";

/**
 * The board itself says why it was refused. What is still kept on this device would be done again
 * after a refresh: only without it is all safe.
 */
export function boardState(sync: Sync, isKept: boolean): SaveState {
  if (sync.kind === "refused") return { kind: "saved" };
  if (sync.unsent === null) return { kind: isKept ? "saving" : "saved" };
  return sync.isOffline ? { kind: "kept" } : { kind: "saving" };
}

const WORSE: readonly SaveState["kind"][] = ["saved", "waiting", "saving", "kept", "refused"];

/** Of two parts of one thing: it is as safe as the less safe one. */
export function together(one: SaveState, other: SaveState): SaveState {
  return WORSE.indexOf(one.kind) >= WORSE.indexOf(other.kind) ? one : other;
}
