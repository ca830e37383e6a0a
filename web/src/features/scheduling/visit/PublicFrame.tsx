import { Anchor } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import classes from "~/features/scheduling/visit/visit.module.css";
import { ColourSchemeSwitch } from "~/ui/ColourSchemeSwitch";
import { HomeLink } from "~/ui/HomeLink";
import { LanguageSwitch } from "~/ui/LanguageSwitch";
import { Main } from "~/ui/Main";
import { SkipLink } from "~/ui/SkipLink";

interface PublicFrameProps {
  readonly children: ReactNode;
}

/** The frame of pages that anybody may be sent to, with or without an account. */
export function PublicFrame({ children }: PublicFrameProps) {
  const { t } = useTranslation("scheduling");
  const { person } = useAuth();
  const { href } = useLocation();
  return (
    <div className={classes["frame"]}>
      <SkipLink />
      <header className={classes["bar"]}>
        <HomeLink />
        <div className={classes["tools"]}>
          {person === null && (
            <Anchor
              className={classes["sign_in"] ?? ""}
              renderRoot={(props) => <Link to="/sign-in" search={{ next: href }} {...props} />}
            >
              {t("visit.sign_in")}
            </Anchor>
          )}
          <LanguageSwitch />
          <ColourSchemeSwitch />
        </div>
      </header>
      <Main className={classes["main"]}>{children}</Main>
    </div>
  );
}
