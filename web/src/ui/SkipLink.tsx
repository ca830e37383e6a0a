import { useTranslation } from "react-i18next";

import { MAIN } from "~/ui/Main";
import classes from "~/ui/SkipLink.module.css";

export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a className={classes["link"]} href={`#${MAIN}`}>
      {t("skip_to_content")}
    </a>
  );
}
