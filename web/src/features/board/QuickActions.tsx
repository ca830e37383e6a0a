import { IconMovie } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  DefaultQuickActions,
  DefaultQuickActionsContent,
  TldrawUiMenuItem,
  useActions,
} from "tldraw";

/** tldraw's buttons over the board, and one for what it keeps in a menu that is not shown here. */
export function QuickActions() {
  const { t } = useTranslation("capsules");
  const { "insert-embed": insertVideo } = useActions();
  return (
    <DefaultQuickActions>
      <DefaultQuickActionsContent />
      {insertVideo && (
        <TldrawUiMenuItem
          {...insertVideo}
          label={t("editor.insert_video")}
          icon={<IconMovie size={18} stroke={1.75} aria-hidden />}
        />
      )}
    </DefaultQuickActions>
  );
}
