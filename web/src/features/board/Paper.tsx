import classes from "~/features/board/board.module.css";

/** The white sheet that a slide is, under what is drawn on it. */
export function Paper() {
  return <div className={classes["paper"]} />;
}
