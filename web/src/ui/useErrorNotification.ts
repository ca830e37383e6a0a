import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { useErrorText } from "~/ui/errorText";

/** For what failed away from where one looks; it stays until it is closed. */
export function useErrorNotification(): (error: unknown) => void {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (error) => {
    notifications.show({
      color: "danger",
      message: errorText(error),
      autoClose: false,
      closeButtonProps: { "aria-label": t("close") },
    });
  };
}
