import { type Editor, getSnapshot, type TLPageId } from "tldraw";

import { addDocument } from "~/features/board/addDocument";
import { openDocument } from "~/features/board/store";

/** What others may ask of a board that is being edited, without knowing tldraw. */
export interface EditedBoard {
  /** How many elements of what was opened are not what they should be, and are left out. */
  readonly unreadable: number;
  /** `{store, schema}` as it is now, to be stored. */
  readonly document: () => unknown;
  readonly pageIds: () => string[];
  readonly pageId: () => string;
  readonly showPage: (pageId: string) => void;
  /** Adds the pages of another document, whatever schema it is in, after a page or at the end. */
  readonly addDocument: (document: unknown, afterPageId: string | null) => void;
}

export function editedBoard(editor: Editor, unreadable: number): EditedBoard {
  return {
    unreadable,
    document: () => getSnapshot(editor.store).document,
    pageIds: () => editor.getPages().map((page) => page.id),
    pageId: () => editor.getCurrentPageId(),
    showPage: (pageId) => {
      editor.setCurrentPage(pageId as TLPageId);
    },
    addDocument: (document, afterPageId) => {
      addDocument(editor, openDocument(document).store, afterPageId);
    },
  };
}
