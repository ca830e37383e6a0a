import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useIsTrainer } from "~/features/room/seat";
import { announce } from "~/ui/announcer";

/** Tells who leads the class from now on, or no longer: the page around them changes by itself. */
export function useToldRole(): void {
  const { t } = useTranslation(["room", "common"]);
  const isTrainer = useIsTrainer();
  const before = useRef(isTrainer);

  useEffect(() => {
    if (isTrainer === before.current) return;
    before.current = isTrainer;
    const message = isTrainer ? t("role.leads") : t("role.takes_part");
    // At the top: at the bottom it would lie on the controls that come or go.
    notifications.show({
      message,
      position: "top-center",
      closeButtonProps: { "aria-label": t("common:close") },
    });
    announce(message);
  }, [isTrainer, t]);
}
