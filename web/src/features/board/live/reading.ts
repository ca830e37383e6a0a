/** Something on a slide that has words, and the box that it fills. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** As one reads a page: line by line from the top, and each line from the left. */
export function inReadingOrder<P extends Piece>(pieces: readonly P[]): P[] {
  let waiting = pieces.toSorted((one, other) => one.y - other.y);
  const read: P[] = [];
  for (let first = waiting[0]; first; first = waiting[0]) {
    const { y, h } = first;
    const isBeside = (piece: P) =>
      Math.abs(middle(piece) - middle({ y, h })) < Math.min(piece.h, h) / 2;
    const line = waiting.filter((piece) => piece === first || isBeside(piece));
    read.push(...line.toSorted((one, other) => one.x - other.x));
    waiting = waiting.filter((piece) => !line.includes(piece));
  }
  return read;
}

function middle({ y, h }: Pick<Piece, "y" | "h">): number {
  return y + h / 2;
}

export type Passage =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "picture"; readonly text: string }
  | { readonly kind: "video"; readonly text: string };

/** What a picture says: a page that came in as one keeps its words, whole, beside its short text. */
export function passageOfPicture(altText: string, pageText: unknown): Passage {
  const short = altText.trim();
  return typeof pageText === "string" && pageText.trim() !== "" && pageText.startsWith(short)
    ? { kind: "text", text: pageText.trim() }
    : { kind: "picture", text: short };
}
