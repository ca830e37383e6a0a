import { type Editor, getSnapshot, type TLPageId } from "tldraw";

import { ApiError } from "~/api/errors";
import { addDocument } from "~/features/board/addDocument";
import { unsentChanges } from "~/features/board/live/unsent";
import { openDocument } from "~/features/board/store";

/** What others may ask of a board that is being edited, without knowing tldraw. */
export interface EditedBoard {
  /** `{store, schema}` as it is now. */
  readonly document: () => unknown;
  readonly pageIds: () => string[];
  readonly pageId: () => string;
  /** Now, or as soon as it is there. */
  readonly showPage: (pageId: string) => void;
  /** Adds the pages of another document, whatever schema it is in, after a page or at the end. */
  readonly addDocument: (document: unknown, afterPageId: string | null) => void;
  /** When the server has all that was done. Fails if it does not come through. */
  readonly sent: () => Promise<void>;
}

const LOOK_MS = 60;
const PATIENCE_MS = 10_000;

export function editedBoard(editor: Editor): EditedBoard {
  return {
    document: () => getSnapshot(editor.store).document,
    pageIds: () => editor.getPages().map((page) => page.id),
    pageId: () => editor.getCurrentPageId(),
    showPage: (pageId) => {
      const page = pageId as TLPageId;
      const show = () => editor.getPage(page) && editor.setCurrentPage(page);
      if (show()) return;
      const stop = editor.store.listen(
        () => {
          if (show()) stop();
        },
        { scope: "document" },
      );
      editor.disposables.add(stop);
    },
    addDocument: (document, afterPageId) => {
      addDocument(editor, openDocument(document).store, afterPageId);
    },
    sent: async () => {
      const until = Date.now() + PATIENCE_MS;
      do {
        // What was done a moment ago is with tldraw's client at the next picture.
        // oxlint-disable-next-line no-await-in-loop -- looking again is what the loop is for
        await new Promise((done) => setTimeout(done, LOOK_MS));
        if (Date.now() > until) throw new ApiError(0, "network");
      } while (unsentChanges(editor.store));
    },
  };
}
