/**
 * The board: everything that knows tldraw. It is large, so load it when it is needed:
 * `lazy(async () => ({ default: (await import("~/features/board")).BoardView }))`.
 *
 * `BoardView` shows one slide of a document. `SlideThumbnail` is a small picture of one.
 */
export { BoardView } from "~/features/board/BoardView";
export { SlideThumbnail } from "~/features/board/SlideThumbnail";
