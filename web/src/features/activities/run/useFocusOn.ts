import { useEffect } from "react";

/**
 * Moves to what has just come up, so that a keyboard and a screen reader are where the eyes are.
 * Not away from something that somebody types in.
 */
export function useFocusOn(id: string): void {
  useEffect(() => {
    if (document.activeElement?.matches("input:not([type=radio], [type=checkbox]), textarea")) {
      return;
    }
    document.getElementById(id)?.focus({ preventScroll: true });
  }, [id]);
}
