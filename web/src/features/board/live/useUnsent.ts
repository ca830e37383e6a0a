import { useEffect, useEffectEvent } from "react";
import type { TLStore } from "tldraw";

import { type Changes, unsentChanges } from "~/features/board/live/unsent";

/** How often one looks for the server's word, which changes nothing in the store. */
const LOOK_MS = 150;

/** Tells what the server has not confirmed whenever there may be news about it; null: nothing. */
export function useUnsent(store: TLStore, onUnsent: (changes: Changes | null) => void): void {
  const tell = useEffectEvent(onUnsent);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function look() {
      clearTimeout(timer);
      const changes = unsentChanges(store);
      tell(changes);
      if (changes) timer = setTimeout(look, LOOK_MS);
    }
    look();
    const stop = store.listen(look, { source: "user", scope: "document" });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
}
