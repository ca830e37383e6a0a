import {
  Box,
  defaultAddFontsFromNode,
  defaultBindingUtils,
  Editor,
  tipTapDefaultExtensions,
  type TLPageId,
} from "tldraw";

import { boardAssets } from "~/features/board/assets";
import { SLIDE } from "~/features/board/slide";
import { openDocument, shapeUtils } from "~/features/board/store";

/** Painted at its own size, the small text of a thumbnail is a smear: shrunk from this, it reads. */
const FINENESS = 3;

/** Makes pictures of slides, one after the other, so that people can go on working meanwhile. */
export class Painter {
  readonly #editor: Editor;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** A PNG of a slide, `width` CSS pixels across; null if there is nothing on it. */
  paint(pageId: string, width: number): Promise<Blob | null> {
    const painted = this.#queue.then(() => this.#paint(pageId as TLPageId, width));
    this.#queue = painted.catch(() => {});
    return painted;
  }

  async #paint(pageId: TLPageId, width: number): Promise<Blob | null> {
    const editor = this.#editor;
    await aMoment();
    if (editor.isDisposed || !editor.getPage(pageId)) return null;
    const shapes = [...editor.getPageShapeIds(pageId)];
    if (shapes.length === 0) return null;
    const { blob } = await editor.toImage(shapes, {
      format: "png",
      background: false,
      bounds: new Box(0, 0, SLIDE.width, SLIDE.height),
      padding: 0,
      scale: width / SLIDE.width,
      pixelRatio: FINENESS,
      darkMode: false,
    });
    return blob;
  }
}

/** Until the browser has nothing more urgent to do; Safari cannot say when that is. */
function aMoment(): Promise<void> {
  return new Promise((done) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => done(), { timeout: 500 });
    else setTimeout(done, 30);
  });
}

interface Shared {
  readonly painter: Painter;
  readonly close: () => void;
  users: number;
}

const shared = new Map<unknown, Shared>();
const CLOSE_AFTER_MS = 5_000;

/**
 * The painter of a document that nobody edits; all thumbnails of a document share one. Call
 * `release` when the picture is no longer needed.
 */
export function painterOf(document: unknown): { painter: Painter; release: () => void } {
  const known = shared.get(document) ?? open(document);
  shared.set(document, known);
  known.users += 1;
  return {
    painter: known.painter,
    release: () => {
      known.users -= 1;
      // Thumbnails come and go as a list scrolls: do not open the document again for each.
      setTimeout(() => {
        if (known.users > 0 || shared.get(document) !== known) return;
        shared.delete(document);
        known.close();
      }, CLOSE_AFTER_MS);
    },
  };
}

function open(document: unknown): Shared {
  // Texts are measured in the page: out of sight, but there. They keep the styles that they have
  // here, so they must not be hidden by one.
  const room = globalThis.document.createElement("div");
  room.className = "tl-container tl-theme__light";
  room.style.cssText = "position: fixed; inset: 0 auto auto -9999px;";
  room.ariaHidden = "true";
  globalThis.document.body.append(room);
  const editor = new Editor({
    store: openDocument(document).store,
    shapeUtils,
    bindingUtils: defaultBindingUtils,
    tools: [],
    getContainer: () => room,
    textOptions: {
      tipTapConfig: { extensions: tipTapDefaultExtensions },
      addFontsFromNode: defaultAddFontsFromNode,
    },
    fontAssetUrls: boardAssets.fonts,
  });
  return {
    painter: new Painter(editor),
    users: 0,
    close: () => {
      editor.dispose();
      room.remove();
    },
  };
}
