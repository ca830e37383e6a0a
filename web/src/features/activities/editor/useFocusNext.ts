import { useEffect, useRef } from "react";

/** Focuses an element that the change about to be made brings. */
export function useFocusNext(): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    document.getElementById(wanted.current)?.focus();
    wanted.current = null;
  });
  return (id) => {
    const there = document.getElementById(id);
    if (there) there.focus();
    else wanted.current = id;
  };
}
