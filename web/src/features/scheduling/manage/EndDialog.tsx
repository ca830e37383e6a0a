import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { queries } from "~/api/queries";
import { forgetSessions } from "~/features/scheduling/queries";
import { ConfirmDialog } from "~/ui/ConfirmDialog";

interface EndDialogProps {
  readonly sessionId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** For everybody in the room; the report is there when this is done. */
export function EndDialog({ sessionId, isOpen, onClose }: EndDialogProps) {
  const { t } = useTranslation("scheduling");
  return (
    <ConfirmDialog
      title={t("manage.end_title")}
      consequence={t("manage.end_consequence")}
      verb={t("manage.end")}
      isOpen={isOpen}
      onClose={onClose}
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
    />
  );
}
