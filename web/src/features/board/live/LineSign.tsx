import { IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "~/features/board/live/live.module.css";
import { useLasting } from "~/ui/useLasting";

interface LineSignProps {
  readonly isOffline: boolean;
  readonly mayDraw: boolean;
}

/** Quiet words on the slide for as long as what is drawn does not come through. */
export function LineSign({ isOffline, mayDraw }: LineSignProps) {
  const { t } = useTranslation("board");
  const isLasting = useLasting(isOffline);
  return (
    <div className={classes["line"]} role="status">
      {isLasting && (
        <p>
          <IconCloudOff size={18} aria-hidden />
          {mayDraw ? t("line.kept") : t("line.away")}
        </p>
      )}
    </div>
  );
}
