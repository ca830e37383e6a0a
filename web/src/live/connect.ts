import {
  PROTOCOL,
  type ClientFrame,
  type Command,
  type Position,
  type ReceivedSignal,
  type Role,
  type ServerFrame,
  type Signal,
} from "~/live/frames";
import { createOutbox, type Outbox, type Outcome, type Pending, Refusal } from "~/live/pending";
import { comeBack, waitMs, type ComeBack, type Ending } from "~/live/policy";
import { createStore, type RoomStore } from "~/live/store";

const OPENING_MS = 10_000;
const SILENCE_MS = 20_000;
const ANSWER_MS = 10_000;
/** The browser says that the network changed: the line may be dead and is asked sooner. */
const DOUBT_MS = 3_000;
const BUSY_MS = 1_000;
/** So many ids fit into a hello [S3]. */
const MOST_UNANSWERED = 1_000;
/** A line that held this long was a good one: the next loss is a first one. */
const GOOD_LINE_MS = 5_000;
/** A settled command is shown as done after this, even if no view came that tells so. */
const SETTLED_MS = 1_000;

/** How the line to the room is. */
export type Line =
  | { readonly state: "opening" }
  | { readonly state: "live" }
  | { readonly state: "lost"; readonly since: number }
  | { readonly state: "over"; readonly ending: Ending; readonly reason: string };

export interface RoomConnection {
  readonly store: RoomStore;
  readonly outbox: Pick<Outbox, "all" | "subscribe">;
  readonly line: () => Line;
  readonly onLine: (listener: () => void) => () => void;
  /** As what one is in the room, as the last welcome said; it comes with the line's news. */
  readonly role: () => Role | null;
  /** Sends now, or as soon as the line is back. It never fails: the outcome says what became of it. */
  readonly send: (command: Command) => Promise<Outcome>;
  /** Sends now or never. */
  readonly signal: (signal: Signal) => void;
  readonly onSignal: (listener: (signal: ReceivedSignal) => void) => () => void;
  /** Also tells of commands that were asked for before a refresh. */
  readonly onRefused: (listener: (refusal: Refusal, command: Command) => void) => () => void;
  /** The server's clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Opens the line, or opens it again after it was over. */
  readonly open: () => void;
  readonly close: () => void;
}

export interface RoomDoor {
  /** Of the socket: `wss://…/live/rooms/{room_id}`. */
  readonly address: string;
  readonly token: string;
  /** Where unanswered commands are kept over a refresh, and under which key. */
  readonly storage: Storage | null;
  readonly key: string;
}

export function roomAddress(roomId: string): string {
  const address = new URL(`/live/rooms/${encodeURIComponent(roomId)}`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

/** The connection of one person to one room, over as many sockets as it takes. */
export function connectRoom({ address, token, storage, key }: RoomDoor): RoomConnection {
  const store = createStore();
  const outbox = createOutbox(storage, key);
  const lineListeners = new Set<() => void>();
  const signalListeners = new Set<(signal: ReceivedSignal) => void>();
  const refusalListeners = new Set<(refusal: Refusal, command: Command) => void>();

  let line: Line = { state: "opening" };
  let socket: WebSocket | null = null;
  let position: Position | null = null;
  let role: Role | null = null;
  let clockAhead = 0;
  let failures = 0;
  let welcomedAt: number | null = null;
  /** Settled, with the seq that shows it. */
  const settling = new Map<string, number>();

  const attempt = createTimer(openSocket);
  const deadline = createTimer(() => lose(1006, ""));
  const silence = createTimer(() => probe(ANSWER_MS));
  const busy = createTimer(sendWaiting);
  const unshown = createTimer(() => showSettled(Infinity));
  const timers = [attempt, deadline, silence, busy, unshown];

  function setLine(next: Line) {
    line = next;
    for (const listener of lineListeners) listener();
  }

  function openSocket() {
    const opened = new WebSocket(address);
    socket = opened;
    welcomedAt = null;
    opened.addEventListener("open", () => {
      if (socket === opened) write(hello());
    });
    opened.addEventListener("message", ({ data }) => {
      if (socket === opened) hear(data);
    });
    opened.addEventListener("close", ({ code, reason }) => {
      if (socket === opened) lose(code, reason);
    });
    deadline.set(OPENING_MS);
  }

  function hello(): ClientFrame {
    const sent = outbox.all().filter((one) => !one.is_settled);
    const unanswered = sent.slice(0, MOST_UNANSWERED).map(({ id }) => id);
    return { type: "hello", protocol: PROTOCOL, token, position, unanswered };
  }

  function write(frame: ClientFrame) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  function hear(data: unknown) {
    const frame = parse(data);
    if (!frame) return;
    if (welcomedAt !== null) {
      deadline.clear();
      silence.set(SILENCE_MS);
    }
    switch (frame.type) {
      case "welcome":
        position = { epoch: frame.epoch, seq: frame.seq };
        clockAhead = Date.parse(frame.now) - Date.now();
        if (frame.me.role !== "server") role = frame.me.role;
        if (frame.view) store.replace(frame.view);
        welcomedAt = Date.now();
        deadline.clear();
        silence.set(SILENCE_MS);
        showSettled(Infinity);
        setLine({ state: "live" });
        sendWaiting();
        return;
      case "changes":
        if (frame.epoch !== position?.epoch) return;
        store.change(frame);
        if (frame.seq === undefined) return;
        position = { epoch: frame.epoch, seq: frame.seq };
        showSettled(frame.seq);
        return;
      case "settled":
        outbox.settle(frame.id);
        settling.set(frame.id, frame.seq ?? 0);
        showSettled(position?.seq ?? 0);
        if (settling.size > 0) unshown.set(SETTLED_MS);
        return;
      case "refused":
        refuse(frame.id, frame.code, frame.details);
        return;
      case "signals":
        for (const signal of frame.signals) {
          for (const listener of signalListeners) listener(signal);
        }
        return;
      case "pong":
    }
  }

  function refuse(id: string, code: string, details?: Readonly<Record<string, unknown>>) {
    if (code === "busy" || code === "too_fast") {
      if (!busy.isSet()) busy.set(BUSY_MS * (1 + Math.random()));
      return;
    }
    const refusal = new Refusal(code, details);
    const pending = outbox.refuse(id, refusal);
    if (!pending) return;
    for (const listener of refusalListeners) listener(refusal, pending.command);
  }

  /** The view is as new as `seq`: commands that it shows need no longer be shown as on their way. */
  function showSettled(seq: number) {
    const shown = [...settling].filter(([, at]) => at <= seq).map(([id]) => id);
    for (const id of shown) settling.delete(id);
    outbox.drop(shown);
  }

  function sendCommand({ id, command }: Pending, again: boolean) {
    write({ type: "command", id, command, ...(again && { again }) });
  }

  /** In the order in which they were asked for [C4]. Those already on their way are settled twice. */
  function sendWaiting() {
    if (line.state !== "live") return;
    const waiting = outbox.all().filter((one) => !one.is_settled);
    for (const [place, pending] of waiting.entries()) sendCommand(pending, place === 0);
  }

  function probe(patience: number) {
    write({ type: "ping" });
    deadline.set(patience);
  }

  function lose(code: number, reason: string) {
    hangUp();
    const held = welcomedAt !== null && Date.now() - welcomedAt >= GOOD_LINE_MS;
    if (held) failures = 0;
    const policy = comeBack(code);
    if (policy.when === "never") {
      if (FINAL.has(policy.ending)) outbox.clear(new Refusal("room.over"));
      setLine({ state: "over", ending: policy.ending, reason });
      return;
    }
    tryAgain(policy.when);
  }

  function tryAgain(when: Exclude<ComeBack["when"], "never">) {
    attempt.set(waitMs(when, failures, Math.random()));
    failures += 1;
    if (line.state !== "lost") setLine({ state: "lost", since: Date.now() });
  }

  function hangUp() {
    const closing = socket;
    socket = null;
    for (const timer of timers) timer.clear();
    closing?.close();
  }

  /** Something changed about the network or about who looks at this page. */
  function doubt() {
    if (line.state === "over") return;
    if (attempt.isSet()) {
      attempt.set(0);
    } else if (welcomedAt !== null && !deadline.isSet()) {
      probe(DOUBT_MS);
    }
  }

  function doubtIfVisible() {
    if (document.visibilityState === "visible") doubt();
  }

  return {
    store,
    outbox,
    line: () => line,
    onLine: (listener) => listenTo(lineListeners, listener),
    role: () => role,
    send(command) {
      const { pending, outcome } = outbox.add(command);
      // Nothing overtakes what will be sent again soon [C6].
      if (line.state === "live" && !busy.isSet()) sendCommand(pending, false);
      return outcome;
    },
    signal(signal) {
      if (line.state === "live") write({ type: "signal", signal });
    },
    onSignal: (listener) => listenTo(signalListeners, listener),
    onRefused: (listener) => listenTo(refusalListeners, listener),
    now: () => Date.now() + clockAhead,
    open() {
      if (socket || attempt.isSet()) return;
      window.addEventListener("online", doubt);
      window.addEventListener("offline", doubt);
      document.addEventListener("visibilitychange", doubtIfVisible);
      failures = 0;
      setLine({ state: "opening" });
      openSocket();
    },
    close() {
      window.removeEventListener("online", doubt);
      window.removeEventListener("offline", doubt);
      document.removeEventListener("visibilitychange", doubtIfVisible);
      hangUp();
    },
  };
}

/** After these nothing that waits can be sent any more, or it is what broke the line. */
const FINAL: ReadonlySet<Ending> = new Set(["done", "kicked", "malformed", "ended", "no_room"]);

/** Null for what is not a frame: one broken frame is no reason to lose the room. */
function parse(data: unknown): ServerFrame | null {
  try {
    const frame: ServerFrame | null = JSON.parse(String(data));
    return frame?.type === undefined ? null : frame;
  } catch {
    return null;
  }
}

function listenTo<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A timer that holds one appointment. */
function createTimer(ring: () => void) {
  let handle: ReturnType<typeof setTimeout> | null = null;
  function clear() {
    if (handle !== null) clearTimeout(handle);
    handle = null;
  }
  return {
    clear,
    isSet: () => handle !== null,
    set(ms: number) {
      clear();
      handle = setTimeout(() => {
        handle = null;
        ring();
      }, ms);
    },
  };
}
