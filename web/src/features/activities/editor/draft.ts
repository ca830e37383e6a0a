/** A draft, and what the server holds of it. Without React. */
import { api, orThrow } from "~/api/client";
import { type ApiError, asApiError } from "~/api/errors";
import type { DraftPlace } from "~/features/activities/editor/keptDrafts";
import { isSamePlan, type Plan, planOf, storablePlan } from "~/features/activities/editor/plan";
import { type Activity, readActivity } from "~/features/activities/queries";

/** Long enough that a sentence is one save, short enough that nobody waits for it. */
const PAUSE_MS = 800;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30_000;

export type Saving =
  /** The server holds all of the draft that it can. */
  | "rests"
  | "waits"
  | "saves"
  /** It is tried again by itself. */
  | "unreachable"
  /** Somebody saved a newer version: a person decides. */
  | "stale"
  | "refused";

export interface DraftState {
  readonly plan: Plan;
  /** Null as long as the server has never seen it. */
  readonly id: string | null;
  readonly saving: Saving;
  /** The other version, when stale. */
  readonly theirs: Activity | null;
  /** Why, when refused. */
  readonly error: unknown;
}

export interface Draft {
  readonly state: () => DraftState;
  /** When the last listener has gone, what is unsent is sent at once. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly change: (how: (plan: Plan) => Plan) => void;
  /** Now, instead of after the pause. */
  readonly save: () => void;
  /** Stale: what is here replaces the newer version. */
  readonly keepMine: () => void;
  /** Stale: the newer version replaces what is here. */
  readonly takeTheirs: () => void;
  /** Gone here, deleted elsewhere: brings it back, with what is written here. */
  readonly restore: () => void;
}

interface Stored {
  readonly id: string;
  readonly version: number;
  /** What was sent, not what came back: the server's way of trimming is not ours to repeat. */
  readonly plan: Plan;
}

interface DraftOptions {
  /** Null: a new one. */
  readonly activity: Activity | null;
  readonly empty: Plan;
  /** Where the draft of the activity with this id is kept; null: of the new one. */
  readonly placeOf: (id: string | null) => DraftPlace;
  readonly onStored: (activity: Activity) => void;
}

export function openDraft({ activity, empty, placeOf, onStored }: DraftOptions): Draft {
  let stored: Stored | null = activity && storedOf(activity);
  let place = placeOf(stored?.id ?? null);
  let state: DraftState = {
    plan: stored?.plan ?? empty,
    id: stored?.id ?? null,
    saving: "rests",
    theirs: null,
    error: null,
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryIn = FIRST_RETRY_MS;
  const listeners = new Set<() => void>();

  const kept = place.read();
  if (kept) {
    state = { ...state, plan: kept.plan };
    if (activity && stored && kept.version !== stored.version) {
      const mine = storablePlan(kept.plan, stored.plan);
      if (mine && !isSamePlan(mine, stored.plan)) {
        state = { ...state, saving: "stale", theirs: activity };
      }
    }
  }

  function set(change: Partial<DraftState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  /** What the server should hold and does not; null if there is nothing to send. */
  function unsent(): Plan | null {
    const storable = storablePlan(state.plan, stored?.plan ?? null);
    return storable && !(stored && isSamePlan(storable, stored.plan)) ? storable : null;
  }

  function keep(): void {
    const isAllStored = stored !== null && isSamePlan(state.plan, stored.plan);
    const isUntouched = stored === null && isSamePlan(state.plan, empty);
    place.write(
      isAllStored || isUntouched ? null : { plan: state.plan, version: stored?.version ?? null },
    );
  }

  function schedule(): void {
    if (state.saving === "stale" || state.saving === "saves") return;
    clearTimeout(timer);
    if (unsent() === null) {
      set({ saving: "rests", error: null });
      return;
    }
    // A line that is down stays told while one goes on typing.
    if (state.saving !== "unreachable") set({ saving: "waits", error: null });
    timer = setTimeout(() => void save(), PAUSE_MS);
  }

  async function save(): Promise<void> {
    clearTimeout(timer);
    const sent = unsent();
    if (sent === null || state.saving === "stale" || state.saving === "saves") return;
    set({ saving: "saves" });
    try {
      settle(await send(stored, sent), sent);
    } catch (error) {
      await face(asApiError(error), sent);
    }
  }

  function settle(answer: Activity, sent: Plan): void {
    if (stored === null) {
      // The draft of "a new one" is now the draft of this one.
      place.write(null);
      place = placeOf(answer.id);
    }
    stored = { id: answer.id, version: answer.version, plan: sent };
    retryIn = FIRST_RETRY_MS;
    set({ saving: "rests", id: answer.id, theirs: null, error: null });
    keep();
    onStored(answer);
    schedule();
  }

  async function face(error: ApiError, sent: Plan): Promise<void> {
    if (error.code === "activity.stale" && stored) {
      try {
        const theirs = await readActivity(stored.id);
        // The answer to an earlier save may have been lost on the way: then "they" are us.
        if (isSamePlan(planOf(theirs), sent)) settle(theirs, sent);
        else set({ saving: "stale", theirs });
      } catch (failure) {
        await face(asApiError(failure), sent);
      }
    } else if (error.isPassing) {
      set({ saving: "unreachable" });
      if (listeners.size === 0) return; // it is on this device
      timer = setTimeout(() => void save(), retryIn);
      retryIn = Math.min(retryIn * 2, LAST_RETRY_MS);
    } else {
      set({ saving: "refused", error });
    }
  }

  const onLine = () => {
    if (state.saving === "unreachable") void save();
  };

  return {
    state: () => state,
    subscribe: (listener) => {
      if (listeners.size === 0) {
        window.addEventListener("online", onLine);
        schedule();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        window.removeEventListener("online", onLine);
        void save();
      };
    },
    change: (how) => {
      set({ plan: how(state.plan) });
      keep();
      schedule();
    },
    save: () => void save(),
    keepMine: () => {
      if (!state.theirs) return;
      stored = storedOf(state.theirs);
      set({ saving: "rests", theirs: null });
      keep();
      void save();
    },
    takeTheirs: () => {
      if (!state.theirs) return;
      stored = storedOf(state.theirs);
      set({ saving: "rests", theirs: null, plan: stored.plan });
      keep();
    },
    restore: () => {
      if (!stored) return;
      const { id } = stored;
      const asked = api.POST("/api/activities/{activity_id}/restore", {
        params: { path: { activity_id: id } },
      });
      orThrow(asked).then(save, (error: unknown) => {
        set({ saving: "refused", error });
      });
    },
  };
}

function storedOf(activity: Activity): Stored {
  return { id: activity.id, version: activity.version, plan: planOf(activity) };
}

function send(stored: Stored | null, plan: Plan): Promise<Activity> {
  const body = structuredClone(plan) as Activity["plan"];
  return orThrow(
    stored === null
      ? api.POST("/api/activities", { body: { plan: body } })
      : api.PUT("/api/activities/{activity_id}", {
          params: { path: { activity_id: stored.id } },
          body: { version: stored.version, plan: body },
        }),
  );
}
