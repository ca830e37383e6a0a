import { Box, type Editor, type TLPageId } from "tldraw";

import { SLIDE } from "~/features/board/slide";

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
