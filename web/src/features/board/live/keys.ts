import type { Editor } from "tldraw";

const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

/**
 * The keys are the board's for as long as the focus is in it, or in its tools, and the page's
 * otherwise. While something is selected the arrows move it, and turn no page.
 */
export function keepKeys(editor: Editor, places: readonly HTMLElement[]): () => void {
  const isInside = (target: EventTarget | null) =>
    target instanceof Node && places.some((place) => place.contains(target));
  const enter = () => {
    if (!editor.getIsFocused()) editor.focus({ focusContainer: false });
  };
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (isInside(relatedTarget)) return;
    editor.blur({ blurContainer: false });
  };
  const press = (event: KeyboardEvent) => {
    if (MOVES.has(event.key) && editor.getSelectedShapeIds().length > 0) event.preventDefault();
  };
  // A finger on the canvas moves no focus by itself.
  const touch = () => {
    if (!isInside(document.activeElement)) editor.focus();
    else enter();
  };
  // Otherwise the browser makes the whole page larger.
  const zoom = ({ ctrlKey, metaKey }: WheelEvent) => {
    if (ctrlKey || metaKey) touch();
  };

  for (const place of places) {
    place.addEventListener("focusin", enter);
    place.addEventListener("focusout", leave);
    place.addEventListener("keydown", press);
    place.addEventListener("pointerdown", touch);
    place.addEventListener("wheel", zoom, { capture: true, passive: true });
  }
  return () => {
    // What becomes inert loses the focus, and no event says so.
    if (!editor.isDisposed) editor.blur({ blurContainer: false });
    for (const place of places) {
      place.removeEventListener("focusin", enter);
      place.removeEventListener("focusout", leave);
      place.removeEventListener("keydown", press);
      place.removeEventListener("pointerdown", touch);
      place.removeEventListener("wheel", zoom, { capture: true });
    }
  };
}
