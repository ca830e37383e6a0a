import "tldraw/tldraw.css";

import { useSync } from "@tldraw/sync";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { type Editor, react, type TLComponents, Tldraw, type TLPageId, type TLStore } from "tldraw";

import { boardAssets } from "~/features/board/assets";
import classes from "~/features/board/editor.module.css";
import { type EditedBoard, editedBoard } from "~/features/board/editedBoard";
import { Filmstrip } from "~/features/board/Filmstrip";
import { boardUri, type ReadTicket } from "~/features/board/live/boardUri";
import { NamedCursor } from "~/features/board/live/Cursor";
import type { BoardPerson } from "~/features/board/live/openBoard";
import { reasonOf, Refused } from "~/features/board/live/Refused";
import { type Changes, redo } from "~/features/board/live/unsent";
import { useUnsent } from "~/features/board/live/useUnsent";
import type { ReadyPicture } from "~/features/board/PagePicture";
import { Paper } from "~/features/board/Paper";
import { QuickActions } from "~/features/board/QuickActions";
import { embeds, slideCamera } from "~/features/board/slide";
import { StylePanel } from "~/features/board/StylePanel";
import {
  IMAGE_TYPES,
  keepAssetsHere,
  keepLinksQuiet,
  MAX_IMAGE_BYTES,
  mediaStore,
} from "~/features/board/uploads";
import { useBoardUser } from "~/features/board/useBoardUser";

const MAX_PAGES = 300;
const AROUND_THE_SLIDE = 24;

interface BoardEditorProps {
  /** Of the socket, as `boardAddress` gives it. */
  readonly address: string;
  /** Keep the function: another one opens another line. */
  readonly readTicket: ReadTicket;
  readonly me: BoardPerson;
  /** Where to begin; the first slide if not given. */
  readonly pageId?: string | undefined;
  /** Pictures of the slides as they were when the page was opened, where there are some. */
  readonly readyPicture?: ReadyPicture | undefined;
  /** What was done before and did not get through: it is done again, once. */
  readonly unsent: Changes | null;
  readonly onMount: (board: EditedBoard) => void;
  readonly onSync: (sync: Sync) => void;
  /** Files dropped on the board that are no pictures: documents to import. */
  readonly onFiles: (files: File[]) => void;
}

/** How far what is done here is with the server. */
export type Sync =
  /** Null: it has everything. */
  | { readonly kind: "open"; readonly unsent: Changes | null; readonly isOffline: boolean }
  /** It takes nothing more from this page; `isOurs`: because of what was done here. */
  | { readonly kind: "refused"; readonly isOurs: boolean };

/** A document to work on: its slides at the left, the board with tldraw's own tools in the middle. */
export function BoardEditor(props: BoardEditorProps) {
  const [round, setRound] = useState(0);
  return <Line key={round} {...props} onReopen={() => setRound(round + 1)} />;
}

interface LineProps extends BoardEditorProps {
  readonly onReopen: () => void;
}

function Line({ onReopen, ...props }: LineProps) {
  const { address, readTicket, me, onSync } = props;
  const uri = useMemo(() => boardUri(address, readTicket), [address, readTicket]);
  const userInfo = useMemo(() => ({ id: me.id, name: me.name, color: me.colour }), [me]);
  const synced = useSync({ uri, assets: mediaStore, userInfo });
  const error = synced.status === "error" ? synced.error : null;
  const told = useEffectEvent(onSync);

  useEffect(() => {
    if (error) told({ kind: "refused", isOurs: reasonOf(error) === "INVALID_RECORD" });
  }, [error]);

  switch (synced.status) {
    case "loading":
      return (
        <div className={classes["editor"]} aria-busy>
          <div className={classes["filmstrip"]} />
          <div className={classes["board"]}>
            <Backdrop />
          </div>
        </div>
      );
    case "error":
      return (
        <div className={classes["board"]}>
          <Refused error={synced.error} onReopen={onReopen} />
        </div>
      );
    case "synced-remote":
      return (
        <Editing
          {...props}
          store={synced.store}
          isOffline={synced.connectionStatus === "offline"}
        />
      );
  }
}

interface EditingProps extends BoardEditorProps {
  readonly store: TLStore;
  readonly isOffline: boolean;
}

function Editing(props: EditingProps) {
  const { store, isOffline, me, pageId, readyPicture, onMount, onSync, onFiles } = props;
  const [editor, setEditor] = useState<Editor | null>(null);
  const [unsent, setUnsent] = useState<Changes | null>(props.unsent);
  const user = useBoardUser(me, false);
  const options = useMemo(() => ({ maxPages: MAX_PAGES }), []);

  const again = useRef(props.unsent);
  useEffect(() => {
    if (again.current) redo(store, again.current);
    again.current = null;
  }, [store]);
  useUnsent(store, setUnsent);

  const told = useEffectEvent(onSync);
  useEffect(() => told({ kind: "open", unsent, isOffline }), [unsent, isOffline]);

  function begin(mounted: Editor) {
    if (pageId !== undefined && mounted.getPage(pageId as TLPageId)) {
      mounted.setCurrentPage(pageId as TLPageId);
    }
    keepLinksQuiet(mounted);
    const stop = fitEachPage(mounted);
    setEditor(mounted);
    keepAssetsHere(mounted);
    onMount(editedBoard(mounted));
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
  CollaboratorCursor: NamedCursor,
  // The filmstrip is the list of pages; colour scheme and language are those of the app, and the
  // bar above says how the line is.
  TopPanel: null,
  CursorChatBubble: null,
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
