import {
  atom,
  createTLStore,
  defaultBindingUtils,
  defaultShapeTools,
  defaultTools,
  Editor,
} from "tldraw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { holdRights } from "~/features/board/live/rights";
import { shapeUtils } from "~/features/board/store";

const mode = atom<"readonly" | "readwrite">("mode", "readwrite");
const status = atom<"online" | "offline">("status", "online");
let editor: Editor;

beforeEach(() => {
  mode.set("readwrite");
  const store = createTLStore({
    shapeUtils,
    bindingUtils: defaultBindingUtils,
    collaboration: { status, mode },
  });
  const place = document.createElement("div");
  editor = new Editor({
    store,
    shapeUtils,
    bindingUtils: defaultBindingUtils,
    tools: [...defaultTools, ...defaultShapeTools],
    initialState: "select",
    getContainer: () => place,
  });
});

afterEach(() => {
  editor.dispose();
});

describe("who may draw is what the room says", () => {
  test("whatever the socket said when it was opened", () => {
    mode.set("readonly");
    holdRights(editor, true);
    expect(editor.getIsReadonly()).toBe(false);
  });

  test("also after the socket was opened again", () => {
    const rights = holdRights(editor, true);
    rights.pass(false);
    mode.set("readonly");
    mode.set("readwrite");
    expect(editor.getIsReadonly()).toBe(true);
  });

  test("no longer, when the board is gone", () => {
    const rights = holdRights(editor, false);
    rights.stop();
    editor.updateInstanceState({ isReadonly: false });
    expect(editor.getIsReadonly()).toBe(false);
  });
});

test("whose pen is taken has nothing in hand, and nothing to undo", () => {
  const rights = holdRights(editor, true);
  editor.createShape({ type: "geo", x: 0, y: 0 }).selectAll();
  rights.pass(false);
  expect(editor.getSelectedShapeIds()).toEqual([]);
  expect(editor.getCanUndo()).toBe(false);
  expect(editor.getCurrentToolId()).toBe("select");
});
