import { useTranslation } from "react-i18next";

import classes from "~/ui/SkipLink.module.css";

/** Every page gives its `<main>` this id. */
export const MAIN = "main";

export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a className={classes["link"]} href={`#${MAIN}`}>
      {t("skip_to_content")}
    </a>
  );
}
