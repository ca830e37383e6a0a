import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Brand } from "~/ui/Brand";
import classes from "~/ui/HomeLink.module.css";

/** The name at the beginning of a bar, which leads home. */
export function HomeLink() {
  const { t } = useTranslation();
  return (
    <Link to="/" className={classes["home"]} aria-label={t("home_of_salle")}>
      <Brand />
    </Link>
  );
}
