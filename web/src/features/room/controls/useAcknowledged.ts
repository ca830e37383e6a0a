import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useSlice } from "~/features/room/seat";
import { announce } from "~/ui/announcer";
import { notifyDone } from "~/ui/notify";

/** Tells who raised a hand that it was seen. */
export function useAcknowledged(): void {
  const { t } = useTranslation("room");
  const mine = useSlice("mine");
  const before = useRef(mine?.acknowledged_at);

  useEffect(() => {
    const at = mine?.acknowledged_at;
    if (!at || at === before.current) return;
    before.current = at;
    notifyDone(t("hand.acknowledged"));
    announce(t("hand.acknowledged"));
  }, [mine, t]);
}
