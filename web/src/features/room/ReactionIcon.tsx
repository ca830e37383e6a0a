import classes from "~/features/room/ReactionIcon.module.css";
import type { Reaction } from "~/live/frames";

interface ReactionIconProps {
  readonly emoji: Reaction;
}

/** Drawn here: the same on every device, also on one without coloured letters. */
export function ReactionIcon({ emoji }: ReactionIconProps) {
  return (
    <svg className={classes["icon"]} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {drawings[emoji]}
    </svg>
  );
}

const drawings: Readonly<Record<Reaction, React.ReactNode>> = {
  "👍": (
    <>
      <path
        className={classes["skin"]}
        d="M9 20.5V10.2l3.6-6.7a2.1 2.1 0 0 1 3.9 1.5l-.8 4h3.9a2.2 2.2 0 0 1 2.1 2.6l-1.3 6.8a2.6 2.6 0 0 1-2.6 2.1z"
      />
      <rect className={classes["cuff"]} x="2.5" y="9.8" width="5" height="10.7" rx="1.4" />
    </>
  ),
  "👏": (
    <>
      <path className={classes["spark"]} d="M12.2 1.5v2.6M6.8 2.6l1.3 2.2M17.6 2.6l-1.3 2.2" />
      <g className={classes["skin"]} transform="rotate(-24 9 14)">
        <rect x="4.6" y="7" width="8" height="14.5" rx="3.6" />
        <rect x="11" y="11.5" width="3.4" height="7" rx="1.7" transform="rotate(28 12.7 15)" />
      </g>
      <g className={classes["front"]} transform="rotate(18 15 14)">
        <rect x="11.2" y="6.6" width="8" height="14.5" rx="3.6" />
        <rect x="9.2" y="11.4" width="3.4" height="7" rx="1.7" transform="rotate(-28 11 15)" />
      </g>
    </>
  ),
  "❤️": (
    <path
      className={classes["heart"]}
      d="M12 21C5.2 16 2.3 12.6 2.3 8.8a5 5 0 0 1 9.7-1.7 5 5 0 0 1 9.7 1.7C21.7 12.6 18.8 16 12 21z"
    />
  ),
  "🔥": (
    <>
      <path
        className={classes["flame"]}
        d="M12.6 1.8c.700 4.2 6.4 6.3 6.4 12.2a7 7 0 0 1-14 0c0-3 1.5-4.8 2.9-6.3.2 1.9.9 2.9 1.9 3.3-.6-3.6.3-6.8 2.8-9.2z"
      />
      <path
        className={classes["core"]}
        d="M12 21a3.4 3.4 0 0 1-3.4-3.5c0-2.3 2-3.2 2.8-5.3 2.3 1.5 4 3.1 4 5.4A3.4 3.4 0 0 1 12 21z"
      />
    </>
  ),
};
