import { useReducedMotion } from "@mantine/hooks";

import classes from "~/features/activities/run/Confetti.module.css";
import { peopleColours } from "~/ui/theme";

const PIECES = 72;

/** A number from 0 to 1 that looks like chance and is the same each time. */
function chance(piece: number, of: number): number {
  const value = Math.sin(piece * 12.9898 + of * 78.233) * 43758.5453;
  return value - Math.floor(value);
}

/** Two seconds of paper in the air, for who has just finished a quiz. Nothing if motion is unwelcome. */
export function Confetti() {
  const isUnwelcome = useReducedMotion(true, { getInitialValueInEffect: false });
  if (isUnwelcome) return null;
  return (
    <div className={classes["confetti"]} aria-hidden>
      {Array.from({ length: PIECES }, (_, piece) => (
        <i key={piece} style={pieceStyle(piece)} />
      ))}
    </div>
  );
}

function pieceStyle(piece: number): React.CSSProperties {
  return {
    "--x": `${chance(piece, 1) * 100}%`,
    "--drift": `${(chance(piece, 2) - 0.5) * 24}vw`,
    "--turn": `${(chance(piece, 3) - 0.5) * 1440}deg`,
    "--delay": `${chance(piece, 4) * 500}ms`,
    "--time": `${1500 + chance(piece, 5) * 1200}ms`,
    "--colour": peopleColours[piece % peopleColours.length]?.fill ?? "currentColor",
  } as React.CSSProperties;
}
