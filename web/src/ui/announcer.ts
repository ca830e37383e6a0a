import { useSyncExternalStore } from "react";

/** Long enough for a screen reader to finish a short sentence before the next one. */
const PACE_MS = 1500;
/** More than this at once is a summary nobody listens to: the oldest are dropped. */
const MOST_AT_ONCE = 4;

let waiting: string[] = [];
let spoken = "";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Tells those who listen instead of looking. What comes quickly is said together, in order. */
export function announce(text: string): void {
  if (!waiting.includes(text)) waiting = [...waiting, text].slice(-MOST_AT_ONCE);
  timer ??= setTimeout(speak, 0);
}

function speak(): void {
  spoken = waiting.join(" ");
  waiting = [];
  // The next turn either says what has come meanwhile or empties the region, so that the same
  // sentence said later is a change again.
  timer = spoken === "" ? undefined : setTimeout(speak, PACE_MS);
  for (const listener of listeners) listener();
}

export function useSpoken(): string {
  return useSyncExternalStore(listen, () => spoken);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
