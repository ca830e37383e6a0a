import { IconCloudUpload, IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/ConnectionBar.module.css";
import { useLine, usePending } from "~/features/room/seat";
import { useLasting } from "~/ui/useLasting";

/** Quiet words while the line is down or something is still on its way; nothing otherwise. */
export function ConnectionBar() {
  const { t } = useTranslation("room");
  const isLost = useLasting(useLine().state === "lost");
  const waiting = usePending().filter(({ is_settled }) => !is_settled).length;
  const isSending = useLasting(waiting > 0);
  const isShown = isLost || isSending;
  return (
    <div className={classes["bar"]} role="status" data-shown={isShown || undefined}>
      {isLost && (
        <p>
          <IconPlugConnectedX size={20} aria-hidden />
          {waiting > 0 ? t("line.lost_with", { count: waiting }) : t("line.lost")}
        </p>
      )}
      {!isLost && isSending && (
        <p>
          <IconCloudUpload size={20} aria-hidden />
          {t("line.sending", { count: waiting })}
        </p>
      )}
    </div>
  );
}
