import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCloudOff, IconLoader2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { SaveState } from "~/features/capsules/autosave";
import classes from "~/features/capsules/editor.module.css";
import { useErrorText } from "~/ui/errorText";

interface SaveStatusProps {
  readonly state: SaveState;
  readonly onRetry: () => void;
}

/** Whether what one did is safe, and where. */
export function SaveStatus({ state, onRetry }: SaveStatusProps) {
  const { t } = useTranslation("capsules");
  const errorText = useErrorText();
  switch (state.kind) {
    case "saved":
      return <Told icon={<IconCheck size={16} aria-hidden />}>{t("status.saved")}</Told>;
    case "waiting":
    case "saving":
      return <Told icon={<IconLoader2 size={16} aria-hidden />}>{t("status.saving")}</Told>;
    case "kept":
      return (
        <Told icon={<IconCloudOff size={16} aria-hidden />} isWarning>
          {t("status.kept")}
        </Told>
      );
    case "refused":
      return (
        <div className={classes["status"]} data-warning role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          <Text size="sm" lineClamp={2}>
            {errorText(state.error)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t("status.retry")}
          </Button>
        </div>
      );
  }
}

interface ToldProps {
  readonly icon: React.ReactNode;
  readonly isWarning?: boolean;
  readonly children: string;
}

function Told({ icon, isWarning, children }: ToldProps) {
  return (
    <div className={classes["status"]} role="status" data-warning={isWarning || undefined}>
      {icon}
      <span>{children}</span>
    </div>
  );
}
