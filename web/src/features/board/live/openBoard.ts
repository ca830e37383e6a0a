import type { Editor } from "tldraw";

import type { Painter } from "~/features/board/painter";

/** A live board that is on the page, as others hand it about without knowing tldraw. */
export interface OpenBoard {
  readonly editor: Editor;
  readonly painter: Painter;
}

/** Who one is on a live board: the server says the same to the others. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  /** As in `#C8412B`. */
  readonly colour: string;
}
