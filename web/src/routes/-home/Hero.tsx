import { Paper } from "@mantine/core";
import type { ReactNode } from "react";

import classes from "~/routes/-home/home.module.css";

interface HeroProps {
  readonly scene: ReactNode;
  readonly children: ReactNode;
}

/** What one most likely comes for, beside a picture of it. */
export function Hero({ scene, children }: HeroProps) {
  return (
    <Paper withBorder shadow="sm" radius="lg" className={classes["hero"]}>
      <div className={classes["words"]}>{children}</div>
      <div className={classes["scene"]}>{scene}</div>
    </Paper>
  );
}
