import { useTranslation } from "react-i18next";

import { regional } from "~/ui/regional";
import { withFirst } from "~/ui/withFirst";

/** A day and a time as one writes them in this language. */
export function useMoment(): (moment: string) => string {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(regional(i18n.language), {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return (moment) => withFirst(format.format(new Date(moment)), i18n.language);
}
