import { Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/visit/visit.module.css";
import { announce } from "~/ui/announcer";

/** The door is open. Until the room behind it is there, one waits here and is let in by itself. */
export function OpenDoor() {
  const { t } = useTranslation("scheduling");
  const says = t("wait.open");
  useEffect(() => {
    announce(says);
  }, [says]);
  return (
    <Stack gap={4}>
      <p className={classes["open"]}>{says}</p>
      <Text c="dimmed">{t("wait.for_trainer")}</Text>
    </Stack>
  );
}
