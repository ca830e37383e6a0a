import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useSlice } from "~/features/room/seat";
import { announce } from "~/ui/announcer";

/** Tells who raised a hand that it was seen. */
export function useAcknowledged(): void {
  const { t } = useTranslation(["room", "common"]);
  const mine = useSlice("mine");
  const before = useRef(mine?.acknowledged_at);

  useEffect(() => {
    const at = mine?.acknowledged_at;
    if (!at || at === before.current) return;
    before.current = at;
    // At the top: at the bottom it would lie on the hand itself.
    notifications.show({
      message: t("hand.acknowledged"),
      position: "top-center",
      closeButtonProps: { "aria-label": t("common:close") },
    });
    announce(t("hand.acknowledged"));
  }, [mine, t]);
}
