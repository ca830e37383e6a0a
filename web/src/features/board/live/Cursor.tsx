import { memo } from "react";
import type { TLCursorProps } from "tldraw";

import classes from "~/features/board/live/live.module.css";
import { peopleColours } from "~/ui/theme";

/** Where somebody points, in the colour that they have in the room. */
export const NamedCursor = memo(function NamedCursor(props: TLCursorProps) {
  return <Pointer {...props} />;
});

/** On the wall: seen from afar, and nobody is named. */
export const WallCursor = memo(function WallCursor(props: TLCursorProps) {
  return <Pointer {...props} name={null} zoom={props.zoom / 2} />;
});

function Pointer({ className, point, zoom, color = "black", name }: TLCursorProps) {
  if (!point) return null;
  return (
    <div
      className={`tl-overlays__item ${className ?? ""}`}
      style={{ transform: `translate(${point.x}px, ${point.y}px) scale(${1 / zoom})` }}
    >
      <svg className={classes["cursor"]} viewBox="0 0 20 20" aria-hidden>
        <path d="M2 2 L17 8.5 L10 10.5 L7.5 17.5 Z" fill={color} />
      </svg>
      {name !== null && name !== "" && (
        <span className={classes["name"]} style={{ background: color, color: inkOn(color) }}>
          {name}
        </span>
      )}
    </div>
  );
}

function inkOn(colour: string): string {
  const known = peopleColours.find(({ fill }) => fill.toLowerCase() === colour.toLowerCase());
  return known?.ink ?? "#FFFFFF";
}
