import { useTranslation } from "react-i18next";

import classes from "~/ui/SkipLink.module.css";

/** The id of the main part of every page: `ui/Main` has it. */
export const MAIN = "main";

export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a className={classes["link"]} href={`#${MAIN}`}>
      {t("skip_to_content")}
    </a>
  );
}
