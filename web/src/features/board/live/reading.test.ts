import { describe, expect, test } from "vitest";

import { inReadingOrder, passageOfPicture, type Piece } from "~/features/board/live/reading";

interface Named extends Piece {
  readonly name: string;
}

function piece(name: string, x: number, y: number, w = 300, h = 80): Named {
  return { name, x, y, w, h };
}

function read(...pieces: Named[]): string {
  return inReadingOrder(pieces)
    .map(({ name }) => name)
    .join(" ");
}

describe("what is on a slide is read", () => {
  test("from top to bottom", () => {
    expect(read(piece("low", 0, 700), piece("high", 900, 100), piece("mid", 0, 400))).toBe(
      "high mid low",
    );
  });

  test("from left to right where pieces stand side by side, one a little higher", () => {
    expect(read(piece("right", 900, 95), piece("left", 100, 110))).toBe("left right");
    expect(read(piece("c", 1300, 500, 300, 140), piece("a", 100, 520), piece("b", 700, 560))).toBe(
      "a b c",
    );
  });

  test("with the picture behind it all first", () => {
    const behind = piece("behind", 0, 0, 1920, 1080);
    expect(read(piece("title", 100, 60), piece("foot", 100, 980), behind)).toBe(
      "behind title foot",
    );
  });

  test("with lines that touch as two lines", () => {
    expect(read(piece("second", 0, 180), piece("first", 200, 100))).toBe("first second");
  });

  test("as given where nothing tells them apart, and all of it", () => {
    expect(read(piece("one", 0, 0), piece("two", 0, 0))).toBe("one two");
    expect(read()).toBe("");
    const flat = { ...piece("flat", 0, 50), h: 0 };
    expect(read(flat, piece("other", 0, 0))).toBe("other flat");
  });
});

describe("a picture says", () => {
  test("all the words of the page that it was, not only its first thousand letters", () => {
    const page = "Le cœur s’arrête. ".repeat(100);
    expect(passageOfPicture(page.slice(0, 1000), page)).toEqual({
      kind: "text",
      text: page.trim(),
    });
  });

  test("what somebody has written about it since", () => {
    expect(passageOfPicture("Un plan du bâtiment", "Plan Étage 1")).toEqual({
      kind: "picture",
      text: "Un plan du bâtiment",
    });
  });

  test("nothing, when nobody said anything about it", () => {
    expect(passageOfPicture(" ", undefined)).toEqual({ kind: "picture", text: "" });
  });
});
