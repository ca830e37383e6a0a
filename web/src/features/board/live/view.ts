import { SLIDE } from "~/features/board/slide";

/** The part of a slide that somebody looks at: its middle, and how much larger than whole. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Camera {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

interface Size {
  readonly w: number;
  readonly h: number;
}

export const WHOLE: View = { x: SLIDE.width / 2, y: SLIDE.height / 2, zoom: 1 };
/** Boxes are whole pixels, so a slide that fits is a hair larger or smaller than its box. */
const HAIR = 1.01;

/** The zoom at which the whole slide is as large as the box lets it be. */
export function fit({ w, h }: Size): number {
  return Math.min(w / SLIDE.width, h / SLIDE.height);
}

/** What a camera of tldraw shows in a box. */
export function viewOf(camera: Camera, box: Size): View {
  const zoom = camera.z / fit(box);
  if (!Number.isFinite(zoom) || zoom < HAIR) return WHOLE;
  return { x: box.w / camera.z / 2 - camera.x, y: box.h / camera.z / 2 - camera.y, zoom };
}

/** The camera that shows this in another box: the same part, and nothing but the slide. */
export function cameraOf({ x, y, zoom }: View, box: Size): Camera {
  const z = Math.max(1, zoom) * fit(box);
  return {
    x: corner(x, box.w / z, SLIDE.width),
    y: corner(y, box.h / z, SLIDE.height),
    z,
  };
}

/** Of what is seen along one side, so that it is on the slide; in the middle if it is more. */
function corner(middle: number, seen: number, side: number): number {
  if (seen >= side) return (seen - side) / 2;
  const held = Math.min(side - seen / 2, Math.max(seen / 2, middle));
  return seen / 2 - held;
}
