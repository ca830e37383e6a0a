import { useEffect, useEffectEvent, useRef, useState } from "react";

import { api, orThrow } from "~/api/client";
import type { Sync } from "~/features/board/BoardEditor";
import type { EditedBoard } from "~/features/board/editedBoard";
import { Autosave, type SaveState } from "~/features/capsules/autosave";
import { type Details, keptChanges, keptDetails } from "~/features/capsules/keptDocuments";
import { forgetCards } from "~/features/capsules/queries";
import { boardState, together } from "~/features/capsules/saveState";

/** What comes and goes within this is not written to the device. */
const KEEP_MS = 400;

export interface Saving {
  readonly state: SaveState;
  readonly change: (details: Partial<Details>) => void;
  /** Returns when the server has everything, or throws what stands in the way. */
  readonly flush: () => Promise<void>;
  readonly retry: () => void;
}

/** Keeps safe what is done on an open capsule: its board, which tells how it is, and what is beside. */
export function useAutosave(
  capsuleId: string,
  unsaved: Partial<Details> | null,
  board: EditedBoard | null,
  sync: Sync,
): Saving {
  const [state, setState] = useState<SaveState>({ kind: "saved" });
  const [autosave] = useState(
    () =>
      new Autosave({
        send: (details) => sendDetails(capsuleId, details),
        keep: (details) =>
          details ? keptDetails.write(capsuleId, details) : keptDetails.forget(capsuleId),
        onState: setState,
      }),
  );
  const isKept = useKeptChanges(capsuleId, sync);

  const left = useRef(unsaved);
  useEffect(() => {
    if (left.current) autosave.change(left.current);
    left.current = null;
    const again = () => autosave.retry();
    globalThis.addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    return () => {
      globalThis.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", again);
      autosave.stop();
      void forgetCards();
    };
  }, [autosave]);

  return {
    state: together(state, boardState(sync, isKept)),
    change: (details) => autosave.change(details),
    flush: async () => {
      await Promise.all([autosave.flush(), board?.sent()]);
    },
    retry: () => autosave.retry(),
  };
}

/**
 * What did not get through is on this device a moment after it was done, until it has. Whether there
 * is some: left there, it would be done again over what came after it.
 */
function useKeptChanges(capsuleId: string, sync: Sync): boolean {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(sync);
  const turn = useRef(0);
  const [isKept, setKept] = useState(sync.kind === "open" && sync.unsent !== null);

  const keep = useEffectEvent(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    turn.current += 1;
    const now = latest.current;
    if (now.kind === "open" && now.unsent) {
      setKept(true);
      void keptChanges.write(capsuleId, now.unsent);
    } else if (now.kind === "open" || now.isOurs) {
      // What the server will not have would be refused again after the next refresh.
      const mine = turn.current;
      void keptChanges.forget(capsuleId).then(() => {
        if (turn.current === mine) setKept(false);
      });
    }
  });

  useEffect(() => {
    latest.current = sync;
    if (sync.kind === "open" && sync.unsent) timer.current ??= setTimeout(() => keep(), KEEP_MS);
    else keep();
  }, [sync]);

  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === "hidden") keep();
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      keep();
    };
  }, []);

  return isKept;
}

async function sendDetails(capsuleId: string, { activity_ids, ...rest }: Partial<Details>) {
  // Without a version: that moves by itself while somebody works on the board.
  await orThrow(
    api.PUT("/api/capsules/{capsule_id}", {
      params: { path: { capsule_id: capsuleId } },
      body: { ...rest, ...(activity_ids && { activity_ids: [...activity_ids] }) },
    }),
  );
}
