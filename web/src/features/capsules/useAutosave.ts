import { useEffect, useMemo, useState } from "react";

import { api, orThrow } from "~/api/client";
import type { EditedBoard } from "~/features/board/editedBoard";
import { Autosave, type Save, type SaveState } from "~/features/capsules/autosave";
import { type KeptDocument, keptDocuments } from "~/features/capsules/keptDocuments";
import { forgetCards } from "~/features/capsules/queries";

/** Saves a board that is open, through the life of its page. Without a board, nothing is saved. */
export function useAutosave(
  capsuleId: string,
  { version, unanswered }: Pick<KeptDocument, "version" | "unanswered">,
  board: EditedBoard | null,
) {
  const [state, setState] = useState<SaveState>({ kind: "saved" });
  const autosave = useMemo(
    () =>
      board &&
      new Autosave({
        capsuleId,
        version,
        unanswered,
        readDocument: board.document,
        send: (save) => sendSave(capsuleId, save),
        kept: keptDocuments,
        onState: setState,
      }),
    [capsuleId, version, unanswered, board],
  );

  useEffect(() => {
    if (!autosave) return undefined;
    const again = () => autosave.retry();
    const hide = () => {
      if (document.visibilityState !== "hidden") return;
      autosave.keep();
      autosave.retry();
    };
    globalThis.addEventListener("online", again);
    document.addEventListener("visibilitychange", hide);
    return () => {
      globalThis.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", hide);
      autosave.stop();
      void forgetCards();
    };
  }, [autosave]);

  return { autosave, state };
}

async function sendSave(capsuleId: string, { activity_ids, ...save }: Save): Promise<number> {
  const saved = await orThrow(
    api.PUT("/api/capsules/{capsule_id}", {
      params: { path: { capsule_id: capsuleId } },
      body: { ...save, ...(activity_ids && { activity_ids: [...activity_ids] }) },
    }),
  );
  return saved.version;
}
