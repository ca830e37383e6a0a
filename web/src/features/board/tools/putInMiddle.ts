import { createShapeId, type Editor, type TLShapePartial, toRichText } from "tldraw";

/**
 * Who chooses a tool by a key has no pointer to say where: what the tool makes is put in the middle
 * of what one sees. A text and a note are written in at once; a form is selected, moves by the
 * arrows, and Enter writes in it. What is drawn stroke by stroke still needs a pointer.
 */
export function putInMiddle(editor: Editor): void {
  const type = editor.getCurrentToolId();
  if (type !== "text" && type !== "note" && type !== "geo") return;
  const id = createShapeId();
  const middle = editor.getViewportPageBounds().center;
  editor.markHistoryStoppingPoint("put in the middle");
  editor.createShape({ id, type, ...contentOf(type), x: middle.x, y: middle.y });
  const box = editor.getShapePageBounds(id);
  if (box) {
    editor.updateShape({ id, type, x: middle.x - box.w / 2, y: middle.y - box.h / 2 });
  }
  editor.select(id);
  editor.setCurrentTool("select");
  const shape = editor.getShape(id);
  if (type === "geo" || !shape) {
    editor.focus();
    return;
  }
  editor.setEditingShape(id);
  editor.setCurrentTool("select.editing_shape", { target: "shape", shape });
}

function contentOf(type: "text" | "note" | "geo"): Pick<TLShapePartial, "props"> {
  if (type === "geo") return { props: { w: 300, h: 200 } };
  return { props: { richText: toRichText(""), ...(type === "text" && { autoSize: true }) } };
}
