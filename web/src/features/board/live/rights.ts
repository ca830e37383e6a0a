import type { Editor } from "tldraw";

interface Rights {
  /** Puts the pen into the hand, or takes it out of it, whatever it was doing. */
  readonly pass: (mayDraw: boolean) => void;
  readonly stop: () => void;
}

/**
 * Who may draw is what the room says, now. The socket said it once, when it was opened, and the
 * editor takes that word again after every connection: what is said here is the last.
 */
export function holdRights(editor: Editor, initially: boolean): Rights {
  let mayDraw = initially;
  const stop = editor.sideEffects.registerBeforeChangeHandler("instance", (_, next) =>
    next.isReadonly === !mayDraw ? next : { ...next, isReadonly: !mayDraw },
  );
  editor.updateInstanceState({ isReadonly: !mayDraw });

  function pass(next: boolean) {
    if (mayDraw === next) return;
    mayDraw = next;
    editor.updateInstanceState({ isReadonly: !next });
    if (next) {
      editor.setCurrentTool("draw");
      return;
    }
    editor.cancel();
    editor.setEditingShape(null);
    editor.selectNone();
    editor.setCurrentTool("select");
    // What is in it can be neither undone nor done again.
    editor.clearHistory();
  }

  return { pass, stop };
}
