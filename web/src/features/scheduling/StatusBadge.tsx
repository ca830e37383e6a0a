import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { hasTakenPlace, type SessionCard } from "~/features/scheduling/queries";
import classes from "~/features/scheduling/StatusBadge.module.css";

interface StatusBadgeProps {
  readonly session: Pick<SessionCard, "status" | "is_full" | "started_at">;
}

/** In a word, and only where it is not simply as planned. */
export function StatusBadge({ session }: StatusBadgeProps) {
  const { status, is_full } = session;
  const { t } = useTranslation("scheduling");
  const name = useStatusName();
  if (status === "scheduled" && !is_full) return null;
  const shown = status === "scheduled" ? "full" : status;
  return (
    <Badge variant="outline" radius="sm" className={classes[shown] ?? ""}>
      {status === "scheduled" ? t("status.full") : name(session)}
    </Badge>
  );
}

export function useStatusName(): (session: Pick<SessionCard, "status" | "started_at">) => string {
  const { t } = useTranslation("scheduling");
  return (session) => {
    const { status } = session;
    switch (status) {
      case "scheduled":
        return t("status.scheduled");
      case "live":
        return t("status.live");
      case "ended":
        return t(hasTakenPlace(session) ? "status.ended" : "status.not_held");
      case "canceled":
        return t("status.canceled");
    }
  };
}
