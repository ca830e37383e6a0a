import { useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { type Editor, Tldraw, type TLComponents, type TLStore } from "tldraw";

import { boardAssets } from "~/features/board/assets";
import classes from "~/features/board/board.module.css";
import { BoardMenu } from "~/features/board/live/BoardMenu";
import { drawingCommands } from "~/features/board/live/commands";
import { NamedCursor, WallCursor } from "~/features/board/live/Cursor";
import { keepKeys } from "~/features/board/live/keys";
import type { LiveBoardProps } from "~/features/board/live/LiveBoard";
import { holdRights } from "~/features/board/live/rights";
import { SlideWords } from "~/features/board/live/SlideWords";
import { keepOnPage, keepView, stageCamera } from "~/features/board/live/stageView";
import { WholeSlideButton } from "~/features/board/live/WholeSlideButton";
import { Painter } from "~/features/board/painter";
import { Paper } from "~/features/board/Paper";
import { embeds } from "~/features/board/slide";
import { Tools } from "~/features/board/tools/Tools";
import {
  IMAGE_TYPES,
  keepAssetsHere,
  keepLinksQuiet,
  MAX_IMAGE_BYTES,
} from "~/features/board/uploads";
import { useBoardUser } from "~/features/board/useBoardUser";

const NO_TYPES: string[] = [];

interface StageBoardProps extends Omit<LiveBoardProps, "address" | "readTicket"> {
  readonly store: TLStore;
}

/** The editor of a live board, held to the slide that the room shows. */
export function StageBoard(props: StageBoardProps) {
  const { store, me, pageId, mayDraw, leads, leader, showsNames, toolsAt, onBoard } = props;
  const { isCovered } = props;
  const [editor, setEditor] = useState<Editor | null>(null);
  const user = useBoardUser(me);
  const isFree = mayDraw && leader === null;
  const camera = useMemo(() => stageCamera(isFree), [isFree]);
  const overrides = useMemo(() => drawingCommands(leads), [leads]);
  const board = useMemo(() => editor && { editor, painter: new Painter(editor) }, [editor]);

  useEffect(() => {
    if (!board) return undefined;
    onBoard(board);
    return () => onBoard(null);
  }, [board, onBoard]);

  const [rights, setRights] = useState<ReturnType<typeof holdRights> | null>(null);
  useEffect(() => rights?.pass(mayDraw), [rights, mayDraw]);

  useEffect(
    () => (editor && pageId !== null ? keepOnPage(editor, pageId) : undefined),
    [editor, pageId],
  );
  useEffect(
    () => (editor ? keepView(editor, leader, isFree) : undefined),
    [editor, leader, isFree],
  );
  useEffect(() => {
    if (!editor || !mayDraw || isCovered) return undefined;
    return keepKeys(editor, [editor.getContainer(), ...(toolsAt ? [toolsAt] : [])]);
  }, [editor, mayDraw, isCovered, toolsAt]);

  function begin(mounted: Editor) {
    keepLinksQuiet(mounted);
    keepAssetsHere(mounted);
    const held = holdRights(mounted, mayDraw);
    // A trainer turns pages more often than they draw; who has been given the pen is to draw.
    if (mayDraw && !leads) mounted.setCurrentTool("draw");
    setRights(held);
    setEditor(mounted);
    return () => {
      held.stop();
      setRights(null);
      setEditor(null);
    };
  }

  return (
    <div className={classes["frame"]}>
      {editor && pageId !== null && <SlideWords editor={editor} pageId={pageId} />}
      <div className={classes["slide"]} data-draws={mayDraw || undefined}>
        <Tldraw
          store={store}
          user={user}
          hideUi={!mayDraw}
          autoFocus={false}
          assetUrls={boardAssets}
          embeds={embeds}
          components={mayDraw ? drawing : showsNames ? watching : onTheWall}
          overrides={overrides}
          cameraOptions={camera}
          acceptedImageMimeTypes={leads ? IMAGE_TYPES : NO_TYPES}
          acceptedVideoMimeTypes={NO_TYPES}
          maxAssetSize={MAX_IMAGE_BYTES}
          onMount={begin}
        >
          {mayDraw && toolsAt && createPortal(<Tools onHide={props.onHideTools} />, toolsAt)}
          {isFree && <WholeSlideButton />}
        </Tldraw>
      </div>
    </div>
  );
}

const bare: TLComponents = {
  Background: null,
  OnTheCanvas: Paper,
  CollaboratorHint: null,
  // One menu for all: another one would build the canvas again when the pen changes hands.
  ContextMenu: BoardMenu,
};

const watching: TLComponents = {
  ...bare,
  CollaboratorCursor: NamedCursor,
  SelectionBackground: null,
  SelectionForeground: null,
  ShapeIndicators: null,
  Handles: null,
};

const onTheWall: TLComponents = { ...watching, CollaboratorCursor: WallCursor };

/** The tools are ours, beside the slide: on it there is no room for them. */
const drawing: TLComponents = {
  ...bare,
  CollaboratorCursor: NamedCursor,
  MenuPanel: null,
  NavigationPanel: null,
  Toolbar: null,
  StylePanel: null,
  HelpMenu: null,
  HelperButtons: null,
  TopPanel: null,
  SharePanel: null,
  DebugPanel: null,
  DebugMenu: null,
  CursorChatBubble: null,
};
