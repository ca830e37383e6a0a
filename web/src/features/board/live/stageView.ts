import {
  type Editor,
  react,
  type TLCameraOptions,
  type TLEventInfo,
  type TLInstancePresence,
  type TLPageId,
} from "tldraw";

import { cameraOf, type View, viewOf, WHOLE } from "~/features/board/live/view";
import { slideCamera } from "~/features/board/slide";

/** In the presence of a trainer: those who know no names follow it. */
export const LEADS = "leads";

/** Whose view is followed: one of these people, or whoever says to lead. */
export type Leader = readonly string[] | "who_leads";

/** Within the slide one goes where one likes; there is nothing to see outside of it. */
export function stageCamera(isFree: boolean): TLCameraOptions {
  return { ...slideCamera(0, !isFree), zoomSteps: [1, 1.5, 2, 3, 4, 6, 8] };
}

/** Shows this slide and no other, from the moment at which there is one. */
export function keepOnPage(editor: Editor, pageId: string): () => void {
  return react("keep on the page", () => {
    const page = editor.getPage(pageId as TLPageId);
    if (!page || editor.getCurrentPageId() === page.id) return;
    editor.run(() => editor.setCurrentPage(page.id), { history: "ignore" });
  });
}

/** The whole slide, or what the leader sees of it, or what one has chosen to see oneself. */
export function keepView(editor: Editor, leader: Leader | null, isFree: boolean): () => void {
  return isFree ? keepOwnView(editor) : keepShownView(editor, leader);
}

function keepShownView(editor: Editor, leader: Leader | null): () => void {
  const again = () => show(editor, leader ? viewOfLeader(editor, leader) : WHOLE);
  const stop = react("show a view", again);
  // What came while the pen was down was left for now.
  const lift = ({ name }: TLEventInfo) => {
    if (name === "pointer_up") editor.timers.setTimeout(again, 0);
  };
  editor.on("event", lift);
  return () => {
    stop();
    editor.off("event", lift);
  };
}

function viewOfLeader(editor: Editor, leader: Leader): View {
  const pageId = editor.getCurrentPageId();
  const [latest] = editor
    .getCollaborators()
    .filter((one) => one.currentPageId === pageId && isLeader(one, leader))
    .toSorted(
      (one, other) => (other.lastActivityTimestamp ?? 0) - (one.lastActivityTimestamp ?? 0),
    );
  if (!latest?.camera || !latest.screenBounds) return WHOLE;
  return viewOf(latest.camera, latest.screenBounds);
}

function isLeader({ userId, meta }: TLInstancePresence, leader: Leader): boolean {
  return leader === "who_leads" ? meta[LEADS] === true : leader.includes(userId);
}

/** What is forced past a lock is not held to the slide either: `cameraOf` holds it. */
function show(editor: Editor, view: View): void {
  const { w, h } = editor.getViewportScreenBounds();
  // Nothing moves under a pen that draws.
  if (w === 0 || h === 0 || editor.inputs.isPointing) return;
  editor.setCamera(cameraOf(view, { w, h }), { force: true, immediate: true });
}

/** Begins with the whole slide, and shows the same part of it when the box changes its size. */
function keepOwnView(editor: Editor): () => void {
  let pageId: TLPageId | null = null;
  let box = { w: 0, h: 0 };
  return react("keep the view", () => {
    const page = editor.getCurrentPageId();
    const { w, h } = editor.getViewportScreenBounds();
    if (page === pageId && w === box.w && h === box.h) return;
    const view = page === pageId && box.w > 0 ? viewOf(editor.getCamera(), box) : WHOLE;
    pageId = page;
    box = { w, h };
    show(editor, view);
  });
}
