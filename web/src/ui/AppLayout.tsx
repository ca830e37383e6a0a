import { Link, type LinkProps } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/ui/AppLayout.module.css";
import { ColourSchemeSwitch } from "~/ui/ColourSchemeSwitch";
import { HomeLink } from "~/ui/HomeLink";
import { LanguageSwitch } from "~/ui/LanguageSwitch";
import { Main } from "~/ui/Main";
import { SkipLink } from "~/ui/SkipLink";

export interface Place {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly label: string;
  readonly icon: ComponentType<{ size: number; "aria-hidden": true }>;
}

interface AppLayoutProps {
  readonly places: readonly Place[];
  /** The person's own menu, at the end of the bar. */
  readonly account: ReactNode;
  readonly children: ReactNode;
}

/** The frame of all pages outside a room. On a phone the places are under the thumb. */
export function AppLayout({ places, account, children }: AppLayoutProps) {
  const { t } = useTranslation();
  return (
    <div className={classes["frame"]}>
      <SkipLink />
      <header className={classes["header"]}>
        <HomeLink />
        <nav className={classes["places"]} aria-label={t("main_navigation")}>
          {places.map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              className={classes["place"]}
              activeOptions={{ exact: to === "/" }}
            >
              <Icon size={20} aria-hidden />
              <span>{label}</span>
            </Link>
          ))}
        </nav>
        <div className={classes["tools"]}>
          <LanguageSwitch />
          <ColourSchemeSwitch />
          {account}
        </div>
      </header>
      <Main className={classes["main"]}>{children}</Main>
    </div>
  );
}
