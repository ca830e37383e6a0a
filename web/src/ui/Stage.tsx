import type { ReactNode } from "react";

import { Brand } from "~/ui/Brand";
import { ColourSchemeSwitch } from "~/ui/ColourSchemeSwitch";
import { LanguageSwitch } from "~/ui/LanguageSwitch";
import { RoomScene } from "~/ui/RoomScene";
import { Main } from "~/ui/Main";
import { SkipLink } from "~/ui/SkipLink";
import classes from "~/ui/Stage.module.css";

interface StageProps {
  readonly children: ReactNode;
}

/** The page of those who are not in yet: one thing to do, beside the room that waits. */
export function Stage({ children }: StageProps) {
  return (
    <div className={classes["stage"]}>
      <SkipLink />
      <div className={classes["scene"]}>
        <RoomScene />
      </div>
      <div className={classes["content"]}>
        <header className={classes["bar"]}>
          <a className={classes["brand"]} href="/">
            <Brand />
          </a>
          <div>
            <LanguageSwitch />
            <ColourSchemeSwitch />
          </div>
        </header>
        <Main className={classes["main"]}>{children}</Main>
      </div>
    </div>
  );
}
