import "tldraw/tldraw.css";

import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { type Editor, react, type TLComponents, Tldraw, type TLPageId } from "tldraw";

import { boardAssets } from "~/features/board/assets";
import classes from "~/features/board/editor.module.css";
import { type EditedBoard, editedBoard } from "~/features/board/editedBoard";
import { Filmstrip } from "~/features/board/Filmstrip";
import type { ReadyPicture } from "~/features/board/PagePicture";
import { Paper } from "~/features/board/Paper";
import { QuickActions } from "~/features/board/QuickActions";
import { embeds, slideCamera } from "~/features/board/slide";
import { StylePanel } from "~/features/board/StylePanel";
import { openDocument } from "~/features/board/store";
import { IMAGE_TYPES, keepLinksQuiet, MAX_IMAGE_BYTES, mediaStore } from "~/features/board/uploads";
import { useBoardUser } from "~/features/board/useBoardUser";

const MAX_PAGES = 300;
const AROUND_THE_SLIDE = 24;

interface BoardEditorProps {
  /** As for `BoardView`. It is opened once: mount another editor for another document. */
  readonly document: unknown;
  /** Where to begin; the first slide if not given. */
  readonly pageId?: string | undefined;
  /** Pictures of the slides as they are in `document`, where there are some. */
  readonly readyPicture?: ReadyPicture | undefined;
  readonly onMount: (board: EditedBoard) => void;
  /** Somebody changed the document; not for what one only looks at. */
  readonly onChange: () => void;
  /** Files dropped on the board that are no pictures: documents to import. */
  readonly onFiles: (files: File[]) => void;
}

/** A document to work on: its slides at the left, the board with tldraw's own tools in the middle. */
export function BoardEditor(props: BoardEditorProps) {
  const { document, pageId, readyPicture, onMount, onChange, onFiles } = props;
  const [{ store, unreadable }] = useState(() => openDocument(document, mediaStore));
  const [editor, setEditor] = useState<Editor | null>(null);
  const user = useBoardUser();
  const options = useMemo(() => ({ maxPages: MAX_PAGES }), []);

  const changed = useEffectEvent(onChange);
  useEffect(() => store.listen(() => changed(), { source: "user", scope: "document" }), [store]);

  function begin(mounted: Editor) {
    if (pageId !== undefined && mounted.getPage(pageId as TLPageId)) {
      mounted.setCurrentPage(pageId as TLPageId);
    }
    keepLinksQuiet(mounted);
    const stop = fitEachPage(mounted);
    setEditor(mounted);
    onMount(editedBoard(mounted, unreadable));
    return () => {
      stop();
      setEditor(null);
    };
  }

  function takeDocuments(event: React.DragEvent) {
    const files = [...event.dataTransfer.files];
    if (files.every(({ type }) => IMAGE_TYPES.includes(type))) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles(files);
  }

  return (
    <div className={classes["editor"]}>
      {editor ? (
        <Filmstrip editor={editor} readyPicture={readyPicture} />
      ) : (
        <div className={classes["filmstrip"]} />
      )}
      <div className={classes["board"]} onDropCapture={takeDocuments}>
        <Tldraw
          store={store}
          user={user}
          assetUrls={boardAssets}
          embeds={embeds}
          components={working}
          options={options}
          cameraOptions={slideCamera(AROUND_THE_SLIDE, false)}
          acceptedImageMimeTypes={IMAGE_TYPES}
          acceptedVideoMimeTypes={[]}
          maxAssetSize={MAX_IMAGE_BYTES}
          onMount={begin}
        />
      </div>
    </div>
  );
}

const working: TLComponents = {
  Background: Backdrop,
  OnTheCanvas: Paper,
  QuickActions,
  StylePanel,
  // The filmstrip is the list of pages; colour scheme and language are those of the app.
  PageMenu: null,
  MainMenu: null,
  SharePanel: null,
  Minimap: null,
  DebugMenu: null,
  DebugPanel: null,
};

function Backdrop() {
  return <div className={classes["backdrop"]} />;
}

/** Each page has a camera of its own: begin with the whole slide, again when the box changes. */
function fitEachPage(editor: Editor): () => void {
  return react("fit the slide", () => {
    editor.getCurrentPageId();
    editor.getViewportScreenBounds();
    editor.setCamera(editor.getCamera(), { reset: true, immediate: true });
  });
}
