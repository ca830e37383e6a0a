import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { StartButton } from "~/features/scheduling/manage/StartButton";
import type { Session } from "~/features/scheduling/queries";
import { takeSeat } from "~/features/scheduling/visit/takeSeat";
import classes from "~/features/scheduling/visit/visit.module.css";
import { announce } from "~/ui/announcer";
import { PatientNotice } from "~/ui/PatientNotice";

interface OpenDoorProps {
  readonly session: Session;
  readonly token: string | null;
  /** Null until whoever leads has opened the room. */
  readonly roomName: string | null;
}

/** The door is open. Who leads opens the room behind it; the others are let in as soon as it is. */
export function OpenDoor({ session, token, roomName }: OpenDoorProps) {
  const { t } = useTranslation("scheduling");
  const navigate = useNavigate();
  const { is_host } = session;
  const says = t("wait.open");

  useEffect(() => {
    if (!is_host) announce(says);
  }, [is_host, says]);

  const { error, refetch } = useQuery({
    queryKey: ["sessions", "enter", session.id, roomName, token],
    enabled: roomName !== null && !is_host,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: async () => {
      if (roomName === null) return null;
      await takeSeat(roomName, token);
      await navigate({ to: "/r/$name", params: { name: roomName } });
      return roomName;
    },
  });

  if (is_host) return <StartButton session={session} />;
  return (
    <Stack gap={4}>
      <p className={classes["open"]}>{says}</p>
      <Text c="dimmed">{t("wait.for_trainer")}</Text>
      <PatientNotice error={error} onRetry={() => void refetch()} hasButton />
    </Stack>
  );
}
