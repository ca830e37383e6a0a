import { useTranslation } from "react-i18next";

import { ApiError } from "~/api/errors";
import { useSend } from "~/features/room/seat";
import { ConfirmDialog } from "~/ui/ConfirmDialog";

interface EndDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Ending a class sends everyone out: it is asked twice. */
export function EndDialog({ isOpen, onClose }: EndDialogProps) {
  const { t } = useTranslation("room");
  const send = useSend();

  async function end() {
    const outcome = await send({ type: "class.end" });
    // That the class was over already is what was wanted.
    if (outcome instanceof Error && outcome.code !== "room.over") {
      throw new ApiError(0, outcome.code, { details: outcome.details });
    }
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("end.title")}
      consequence={t("end.consequence")}
      verb={t("end.verb")}
      onConfirm={end}
    />
  );
}
