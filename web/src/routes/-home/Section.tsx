import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

import classes from "~/routes/-home/home.module.css";

interface SectionProps {
  readonly title: string;
  /** The way to all of what is shown a few of. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, more, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={classes["head"]}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {more}
      </div>
      {children}
    </section>
  );
}
