import {
  type Icon,
  IconArrowBigLeft,
  IconArrowBigRight,
  IconArrowUpRight,
  IconCircle,
  IconCloud,
  IconEraser,
  IconFlare,
  IconHeart,
  IconHexagon,
  IconHighlight,
  IconLine,
  IconNote,
  IconPencil,
  IconPhoto,
  IconPointer,
  IconSquare,
  IconSquareCheck,
  IconSquareRotated,
  IconSquareX,
  IconStar,
  IconTriangle,
  IconTypography,
} from "@tabler/icons-react";

/** Names of tldraw's tools. */
export type Tool = keyof typeof ICONS;

export const ICONS = {
  select: IconPointer,
  draw: IconPencil,
  highlight: IconHighlight,
  eraser: IconEraser,
  text: IconTypography,
  arrow: IconArrowUpRight,
  note: IconNote,
  laser: IconFlare,
  asset: IconPhoto,
  line: IconLine,
  rectangle: IconSquare,
  ellipse: IconCircle,
  triangle: IconTriangle,
  diamond: IconSquareRotated,
  hexagon: IconHexagon,
  star: IconStar,
  heart: IconHeart,
  cloud: IconCloud,
  "check-box": IconSquareCheck,
  "x-box": IconSquareX,
  "arrow-left": IconArrowBigLeft,
  "arrow-right": IconArrowBigRight,
} satisfies Record<string, Icon>;

/** In the order in which they stand. */
const ALL: readonly Tool[] = [
  "select",
  "draw",
  "highlight",
  "eraser",
  "text",
  "arrow",
  "note",
  "laser",
  "asset",
];
/** In the order in which they get a place of their own. */
const FIRST: readonly Tool[] = [
  "select",
  "draw",
  "eraser",
  "text",
  "laser",
  "arrow",
  "highlight",
  "note",
  "asset",
];
const SHAPES: readonly Tool[] = [
  "line",
  "rectangle",
  "ellipse",
  "triangle",
  "diamond",
  "hexagon",
  "star",
  "heart",
  "cloud",
  "check-box",
  "x-box",
  "arrow-left",
  "arrow-right",
];

interface Places {
  readonly inSight: readonly Tool[];
  /** Behind one button. */
  readonly more: readonly Tool[];
}

/** Which tools stand in a bar that has room for so many, when `has` says which there are. */
export function placeTools(room: number, has: (tool: Tool) => boolean): Places {
  const known = ALL.filter(has);
  const chosen = new Set(FIRST.filter(has).slice(0, Math.max(room, 1)));
  return {
    inSight: known.filter((tool) => chosen.has(tool)),
    more: [...known.filter((tool) => !chosen.has(tool)), ...SHAPES.filter(has)],
  };
}
