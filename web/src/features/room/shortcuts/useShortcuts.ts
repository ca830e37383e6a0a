import { useEffect, useEffectEvent } from "react";

export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** What has keys of its own: letters go into it, or arrows move in it. */
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]";
const MOVING = `${TYPING}, input, [role=tablist], [role=menu], [role=dialog], [role=radiogroup]`;

/**
 * Keys of the whole page, by `event.key`. Single letters can be switched off, for those who speak
 * to their computer.
 */
export function useShortcuts(shortcuts: Shortcuts, hasLetters: boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const isLetter = event.key.length === 1;
    if (isLetter && !hasLetters) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(isLetter ? `${TYPING}, [role=dialog]` : MOVING)) return;
    const act = shortcuts[isLetter ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener("keydown", press);
    };
  }, []);
}
