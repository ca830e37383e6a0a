/** Why a room is over for this page, and will not be tried again by itself. */
export type Ending =
  | "done"
  | "identity"
  | "kicked"
  | "origin"
  | "malformed"
  | "version"
  | "elsewhere"
  | "ended"
  | "no_room";

export type ComeBack =
  | { readonly when: "at_once" | "soon" | "later" }
  | { readonly when: "never"; readonly ending: Ending };

const ENDINGS: Readonly<Record<number, Ending>> = {
  1000: "done",
  4201: "identity",
  4202: "kicked",
  4203: "origin",
  4204: "malformed",
  4205: "version",
  4206: "elsewhere",
  4207: "ended",
  4208: "no_room",
};

/** What a close code asks of a client [L2]; a code that is not known goes by its range [L3]. */
export function comeBack(code: number): ComeBack {
  const ending = ENDINGS[code];
  if (ending) return { when: "never", ending };
  if (code === 1012) return { when: "soon" };
  if (code >= 4000 && code < 4100) return { when: "at_once" };
  if (code >= 4200 && code < 4300) return { when: "never", ending: "done" };
  return { when: "later" };
}

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/**
 * How long to wait before attempt number `failures` in a row. Everyone loses a server at the same
 * moment: `random` (from 0 to 1) spreads them over the second half of the wait.
 */
export function waitMs(when: "at_once" | "soon" | "later", failures: number, random: number) {
  // Who is sent back at once again and again, without ever getting in, waits like everyone else.
  if (when === "at_once" && failures === 0) return 0;
  if (when === "soon" && failures === 0) return random * FIRST_MS;
  const longest = Math.min(FIRST_MS * 2 ** Math.min(failures, 10), LONGEST_MS);
  return longest / 2 + (random * longest) / 2;
}
