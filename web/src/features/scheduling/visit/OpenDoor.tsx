import { Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { StartButton } from "~/features/scheduling/manage/StartButton";
import type { Session } from "~/features/scheduling/queries";
import classes from "~/features/scheduling/visit/visit.module.css";
import { announce } from "~/ui/announcer";

interface OpenDoorProps {
  readonly session: Session;
}

/** The door is open. Who leads opens the room behind it; everybody else waits here for that. */
export function OpenDoor({ session }: OpenDoorProps) {
  const { t } = useTranslation("scheduling");
  const says = t("wait.open");
  const { is_host } = session;
  useEffect(() => {
    if (!is_host) announce(says);
  }, [is_host, says]);
  if (is_host) return <StartButton session={session} />;
  return (
    <Stack gap={4}>
      <p className={classes["open"]}>{says}</p>
      <Text c="dimmed">{t("wait.for_trainer")}</Text>
    </Stack>
  );
}
