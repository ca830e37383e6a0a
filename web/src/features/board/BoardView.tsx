import "tldraw/tldraw.css";

import { useEffect, useMemo, useState } from "react";
import { type Editor, react, type TLComponents, Tldraw, type TLPageId, type TLStore } from "tldraw";

import { boardAssets } from "~/features/board/assets";
import classes from "~/features/board/board.module.css";
import { Paper } from "~/features/board/Paper";
import { embeds, SLIDE, slideCamera } from "~/features/board/slide";
import { openDocument } from "~/features/board/store";
import { useBoardUser } from "~/features/board/useBoardUser";
import { ErrorNotice } from "~/ui/ErrorNotice";

interface BoardViewProps {
  /** `{store, schema}` as the server stores it, in any schema that our tldraw can bring up to date. */
  readonly document: unknown;
  /** The slide to show. Another one is shown at once, without opening the document again. */
  readonly pageId: string;
  /** False lets people select and move what is there. */
  readonly readOnly?: boolean;
  /** The slide is there to be seen. */
  readonly onReady?: () => void;
}

/** One slide, fitted to whatever box it is put in. */
export function BoardView({ document, pageId, readOnly = true, onReady }: BoardViewProps) {
  const opened = useMemo(() => tryToOpen(document), [document]);
  const user = useBoardUser();
  const [editor, setEditor] = useState<Editor | null>(null);

  useEffect(() => {
    if (editor && editor.getPage(pageId as TLPageId)) editor.setCurrentPage(pageId as TLPageId);
  }, [editor, pageId]);

  useEffect(() => {
    editor?.updateInstanceState({ isReadonly: readOnly });
  }, [editor, readOnly]);

  useEffect(() => (editor ? keepFitted(editor) : undefined), [editor]);

  if (opened instanceof Error) return <ErrorNotice error={opened} />;
  return (
    <div className={classes["frame"]}>
      <div className={classes["slide"]}>
        <Tldraw
          hideUi
          autoFocus={false}
          store={opened}
          user={user}
          assetUrls={boardAssets}
          embeds={embeds}
          components={viewing}
          cameraOptions={slideCamera(0, true)}
          onMount={(mounted) => {
            if (mounted.getPage(pageId as TLPageId)) mounted.setCurrentPage(pageId as TLPageId);
            mounted.updateInstanceState({ isReadonly: readOnly });
            setEditor(mounted);
            onReady?.();
            return () => {
              setEditor(null);
            };
          }}
        />
      </div>
    </div>
  );
}

const viewing: TLComponents = {
  Background: null,
  OnTheCanvas: Paper,
  SelectionBackground: null,
  SelectionForeground: null,
  ShapeIndicators: null,
  Handles: null,
};

function tryToOpen(document: unknown): TLStore | Error {
  try {
    return openDocument(document).store;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Each page has a camera of its own, and a box may change its size: fit again whenever needed.
 * What is forced past the lock is not held to the constraints either, so it is worked out here.
 */
function keepFitted(editor: Editor): () => void {
  return react("fit the slide", () => {
    editor.getCurrentPageId();
    const { w, h } = editor.getViewportScreenBounds();
    const z = Math.min(w / SLIDE.width, h / SLIDE.height);
    if (z === 0) return;
    const x = (w / z - SLIDE.width) / 2;
    const y = (h / z - SLIDE.height) / 2;
    editor.setCamera({ x, y, z }, { force: true, immediate: true });
  });
}
