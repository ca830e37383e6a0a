import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** Nobody reads smaller type from the back of a room: what is longer still has to be scrolled. */
const LEAST = 0.4;
/** The search ends within a hundredth of what fits. */
const STEPS = 6;

/**
 * Makes a sheet as small as it must be to be seen whole, as nobody scrolls a wall: `--fit` is its
 * share of the full size.
 */
export function useFit(): RefObject<HTMLElement | null> {
  const sheet = useRef<HTMLElement>(null);
  // Whatever it shows now may be longer than what it showed before.
  useLayoutEffect(() => {
    if (sheet.current) fit(sheet.current);
  });
  useEffect(() => {
    const element = sheet.current;
    if (!element) return undefined;
    const measure = () => {
      fit(element);
    };
    const resizing = new ResizeObserver(measure);
    resizing.observe(element);
    // A picture has no height before it is there.
    element.addEventListener("load", measure, true);
    return () => {
      resizing.disconnect();
      element.removeEventListener("load", measure, true);
    };
  }, []);
  return sheet;
}

function fit(element: HTMLElement) {
  const fitsAt = (size: number) => {
    element.style.setProperty("--fit", String(size));
    return element.scrollHeight <= element.clientHeight;
  };
  if (fitsAt(1)) return;
  let [fits, isTooLarge] = [LEAST, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (fits + isTooLarge) / 2;
    if (fitsAt(middle)) fits = middle;
    else isTooLarge = middle;
  }
  fitsAt(fits);
}
