import type { Editor, TLPageId, TLParentId, TLShape } from "tldraw";

import {
  inReadingOrder,
  type Passage,
  passageOfPicture,
  type Piece,
} from "~/features/board/live/reading";

export interface SlideText {
  readonly passages: readonly Passage[];
  /** Drawn by hand: nobody can say what they show, but that they are there. */
  readonly strokes: number;
}

const BY_HAND = new Set(["draw", "highlight"]);

/** What a slide says, for those who do not see it. */
export function readSlide(editor: Editor, pageId: string): SlideText {
  const page = pageId as TLPageId;
  const strokes = [...editor.getPageShapeIds(page)].filter((id) =>
    BY_HAND.has(editor.getShape(id)?.type ?? ""),
  );
  return { passages: readInside(editor, page), strokes: strokes.length };
}

/** What is grouped or framed is read in one go. */
function readInside(editor: Editor, parent: TLParentId): Passage[] {
  const pieces: (Piece & { readonly passages: readonly Passage[] })[] = [];
  for (const id of editor.getSortedChildIdsForParent(parent)) {
    const shape = editor.getShape(id);
    const box = editor.getShapePageBounds(id);
    if (!shape || !box) continue;
    const own = passageOf(editor, shape);
    const passages = [...(own ? [own] : []), ...readInside(editor, id)];
    if (passages.length > 0) pieces.push({ x: box.x, y: box.y, w: box.w, h: box.h, passages });
  }
  return inReadingOrder(pieces).flatMap(({ passages }) => passages);
}

function passageOf(editor: Editor, shape: TLShape): Passage | null {
  const altText = altTextOf(shape);
  const text = editor.getShapeUtil(shape).getText(shape)?.trim() ?? "";
  switch (shape.type) {
    case "image":
      return passageOfPicture(altText, shape.meta["text"]);
    case "embed":
    case "video":
      return { kind: "video", text: altText || text };
    default:
      return text === "" ? null : { kind: "text", text };
  }
}

function altTextOf({ props }: TLShape): string {
  return "altText" in props && typeof props.altText === "string" ? props.altText : "";
}
