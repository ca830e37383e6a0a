import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { queries } from "~/api/queries";
import { forgetSessions } from "~/features/scheduling/queries";
import { ConfirmButton } from "~/ui/ConfirmButton";

interface EndButtonProps {
  readonly sessionId: string;
}

/** For everybody in the room; the report is there when this is done. */
export function EndButton({ sessionId }: EndButtonProps) {
  const { t } = useTranslation("scheduling");
  return (
    <ConfirmButton
      variant="subtle"
      color="danger"
      title={t("manage.end_title")}
      consequence={t("manage.end_consequence")}
      verb={t("manage.end")}
      onConfirm={async () => {
        await orThrow(
          api.POST("/api/training/sessions/{session_id}/end", {
            params: { path: { session_id: sessionId } },
          }),
        );
        await Promise.all([
          forgetSessions(),
          queries.invalidateQueries({ queryKey: ["rooms"] }),
          queries.invalidateQueries({ queryKey: ["reports"] }),
        ]);
      }}
    >
      {t("manage.end")}
    </ConfirmButton>
  );
}
