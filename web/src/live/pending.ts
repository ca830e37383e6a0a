import type { Command } from "~/live/frames";
import { readStored, writeStored } from "~/live/storage";

/** A command that the server has not answered yet. */
export interface Pending {
  readonly id: string;
  readonly command: Command;
  /** When it was asked for, in milliseconds since 1970. */
  readonly asked_at: number;
  /** It is stored; only the view that shows it has not come yet. */
  readonly is_settled: boolean;
}

export class Refusal extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}

/** How a command ended: stored by the server, refused, or made pointless by a later one. */
export type Outcome = "settled" | "replaced" | Refusal;

/**
 * Commands on their way, in the order in which they were asked for. What people typed or ticked is
 * kept for this tab, so that it survives a refresh and is sent again with the same id [C3].
 */
export interface Outbox {
  readonly all: () => readonly Pending[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (command: Command) => {
    readonly pending: Pending;
    readonly outcome: Promise<Outcome>;
  };
  /** Tells the caller that it is stored. It stays listed until `drop`: its effect is not shown yet. */
  readonly settle: (id: string) => void;
  /** Undefined for an id that is not, or no longer, waited for. */
  readonly refuse: (id: string, refusal: Refusal) => Pending | undefined;
  readonly drop: (ids: Iterable<string>) => void;
  /** Whatever waits will never be sent. */
  readonly clear: (refusal: Refusal) => void;
}

export function createOutbox(storage: Storage | null, key: string): Outbox {
  let waiting: readonly Pending[] = readStored(storage, key, isPendingList) ?? [];
  const callers = new Map<string, (outcome: Outcome) => void>();
  const listeners = new Set<() => void>();

  function keep(next: readonly Pending[]) {
    waiting = next;
    const kept = waiting.filter(
      ({ command, is_settled }) => !is_settled && OUTLIVES_A_REFRESH.has(command.type),
    );
    writeStored(storage, key, kept.length > 0 ? kept : null);
    for (const listener of listeners) listener();
  }

  function tell(id: string, outcome: Outcome) {
    callers.get(id)?.(outcome);
    callers.delete(id);
  }

  return {
    all: () => waiting,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(command) {
      const pending = { id: newId(), command, asked_at: Date.now(), is_settled: false };
      const subject = subjectOf(command);
      const stale = waiting.filter((one) => subject && subjectOf(one.command) === subject);
      const outcome = new Promise<Outcome>((resolve) => callers.set(pending.id, resolve));
      keep([...waiting.filter((one) => !stale.includes(one)), pending]);
      for (const one of stale) tell(one.id, "replaced");
      return { pending, outcome };
    },
    settle(id) {
      keep(waiting.map((one) => (one.id === id ? { ...one, is_settled: true } : one)));
      tell(id, "settled");
    },
    refuse(id, refusal) {
      const pending = waiting.find((one) => one.id === id);
      if (!pending) return undefined;
      keep(waiting.filter((one) => one !== pending));
      tell(id, refusal);
      return pending;
    },
    drop(ids) {
      const gone = new Set(ids);
      if (waiting.some((one) => gone.has(one.id))) keep(waiting.filter((one) => !gone.has(one.id)));
    },
    clear(refusal) {
      const dropped = waiting;
      keep([]);
      for (const one of dropped) tell(one.id, refusal);
    },
  };
}

/** `crypto.randomUUID` exists on https alone, and a room may be served in a plain local network. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What only the last of several commands decides. An older one must never be sent again after a
 * newer one: it would bring back the answer that somebody has changed since.
 */
function subjectOf(command: Command): string | null {
  const { type } = command;
  if (type === "activity.answer" || type === "activity.withdraw") {
    return `answer ${command.run_id} ${command.question_id}`;
  }
  if (type === "hand.raise" || type === "hand.lower") return "hand";
  if (type === "slide.show") return "slide";
  return null;
}

const OUTLIVES_A_REFRESH: ReadonlySet<string | undefined> = new Set([
  "activity.answer",
  "activity.withdraw",
  "chat.send",
]);

function isPendingList(value: unknown): value is readonly Pending[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one: Partial<Pending> | null) =>
        typeof one?.id === "string" &&
        typeof one.asked_at === "number" &&
        OUTLIVES_A_REFRESH.has(one.command?.type),
    )
  );
}
