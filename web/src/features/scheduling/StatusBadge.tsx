import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { SessionCard, SessionStatus } from "~/features/scheduling/queries";
import classes from "~/features/scheduling/StatusBadge.module.css";

interface StatusBadgeProps {
  readonly session: Pick<SessionCard, "status" | "is_full">;
}

/** In a word, and only where it is not simply as planned. */
export function StatusBadge({ session: { status, is_full } }: StatusBadgeProps) {
  const { t } = useTranslation("scheduling");
  const name = useStatusName();
  if (status === "scheduled" && !is_full) return null;
  const shown = status === "scheduled" ? "full" : status;
  return (
    <Badge variant="outline" radius="sm" className={classes[shown] ?? ""}>
      {status === "scheduled" ? t("status.full") : name(status)}
    </Badge>
  );
}

export function useStatusName(): (status: SessionStatus) => string {
  const { t } = useTranslation("scheduling");
  return (status) => {
    switch (status) {
      case "scheduled":
        return t("status.scheduled");
      case "live":
        return t("status.live");
      case "ended":
        return t("status.ended");
      case "canceled":
        return t("status.canceled");
    }
  };
}
