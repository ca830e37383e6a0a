import { describe, expect, test } from "vitest";

import { cameraOf, viewOf, WHOLE } from "~/features/board/live/view";

const laptop = { w: 960, h: 540 };
const phone = { w: 390, h: 219.375 };

describe("the part of a slide that is seen", () => {
  test("is the whole slide where it fits, whatever the size of the box", () => {
    expect(viewOf({ x: 0, y: 0, z: 0.5 }, laptop)).toEqual(WHOLE);
    expect(cameraOf(WHOLE, laptop)).toEqual({ x: 0, y: 0, z: 0.5 });
  });

  test("is still the whole slide when a box of whole pixels is a hair too small", () => {
    expect(viewOf({ x: 0, y: 0, z: 0.503 }, { w: 965, h: 542 })).toEqual(WHOLE);
  });

  test("is the same part in a larger and in a smaller box", () => {
    const seen = viewOf({ x: -480, y: -270, z: 1 }, laptop);
    expect(seen).toEqual({ x: 960, y: 540, zoom: 2 });
    const camera = cameraOf(seen, phone);
    expect(camera.z).toBeCloseTo(0.40625);
    expect(camera.x).toBeCloseTo(-480);
    expect(camera.y).toBeCloseTo(-270);
  });

  test("never leaves the slide", () => {
    expect(cameraOf({ x: -5_000, y: 9_000, zoom: 2 }, laptop)).toEqual({ x: 0, y: -540, z: 1 });
    expect(cameraOf({ x: 960, y: 540, zoom: 0.2 }, laptop)).toEqual({ x: 0, y: 0, z: 0.5 });
  });

  test("stands in the middle of a box of another form", () => {
    expect(cameraOf(WHOLE, { w: 1920, h: 2160 })).toEqual({ x: 0, y: 540, z: 1 });
  });

  test("of a box that has no size yet is the whole slide", () => {
    expect(viewOf({ x: 0, y: 0, z: 1 }, { w: 0, h: 0 })).toEqual(WHOLE);
  });
});
