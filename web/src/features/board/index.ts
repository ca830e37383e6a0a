/**
 * What the board offers to other features. It brings all of tldraw: load it when it is needed, by
 * `lazy(async () => ({ default: (await import("~/features/board/index")).BoardView }))`.
 *
 * `BoardView` shows one slide of a stored document, fitted to its box; `SlideThumbnail` is a small
 * picture of one, painted when it comes into sight. Both take the document as the server gave it,
 * and bring it up to date if its schema is old.
 */
export { BoardView } from "~/features/board/BoardView";
export { SlideThumbnail } from "~/features/board/SlideThumbnail";
