/**
 * What the board offers to the room. It brings all of tldraw: load it when it is needed, by
 * `lazy(async () => ({ default: (await import("~/features/board/index")).LiveBoard }))`.
 *
 * `LiveBoard` is one slide of a board that the room shares; it hands out an `OpenBoard` while it is
 * on the page. `Filmstrip` is the list of its slides for who may change it, `PagePicture` a small
 * picture of one of them, painted again when it has changed.
 */
export { Filmstrip } from "~/features/board/Filmstrip";
export { LiveBoard } from "~/features/board/live/LiveBoard";
export { PagePicture } from "~/features/board/PagePicture";
