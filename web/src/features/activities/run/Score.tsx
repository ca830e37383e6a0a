import classes from "~/features/activities/run/Score.module.css";
import { usePercent } from "~/features/activities/run/usePercent";

interface ScoreProps {
  readonly label: string;
  readonly score: number;
  readonly isMain?: boolean;
}

/** One score, and a ring that is as full as it is high. */
export function Score({ label, score, isMain = false }: ScoreProps) {
  const percent = usePercent();
  return (
    <div className={classes["score"]} data-main={isMain || undefined}>
      <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle className={classes["track"]} cx="50" cy="50" r="44" pathLength={100} />
        <circle
          className={classes["ring"]}
          cx="50"
          cy="50"
          r="44"
          pathLength={100}
          strokeDasharray={`${score * 100} 100`}
          opacity={score > 0 ? 1 : 0}
        />
      </svg>
      <strong>{percent(score)}</strong>
      <span>{label}</span>
    </div>
  );
}
