import { Button } from "@mantine/core";
import { IconDoorEnter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { forgetSessions, type SessionCard } from "~/features/scheduling/queries";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface StartButtonProps {
  readonly session: Pick<SessionCard, "id" | "status">;
}

/** Opens the room and goes there; while it is open, goes there again. */
export function StartButton({ session: { id, status } }: StartButtonProps) {
  const { t } = useTranslation("scheduling");
  const navigate = useNavigate();
  const notifyError = useErrorNotification();
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      orThrow(
        api.POST("/api/training/sessions/{session_id}/start", {
          params: { path: { session_id: id } },
        }),
      ),
    onSuccess: async ({ name }) => {
      await navigate({ to: "/r/$name", params: { name } });
      await forgetSessions();
    },
    onError: notifyError,
  });
  return (
    <Button
      size="lg"
      fullWidth
      loading={isPending}
      leftSection={<IconDoorEnter size={22} aria-hidden />}
      onClick={() => {
        mutate();
      }}
    >
      {status === "live" ? t("manage.back_in") : t("manage.start")}
    </Button>
  );
}
