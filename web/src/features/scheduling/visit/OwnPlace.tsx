import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCircleCheck, IconClockHour4 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Session } from "~/features/scheduling/queries";
import { CalendarMenu } from "~/features/scheduling/visit/CalendarMenu";
import { withdraw } from "~/features/scheduling/visit/register";
import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { notifyDone } from "~/ui/notify";
import { token as colour } from "~/ui/theme";

interface OwnPlaceProps {
  readonly session: Session;
  readonly token: string | null;
  /** The link of the mail asks for it. */
  readonly isToCancel: boolean;
}

/** Of who has a seat or waits for one: that it is so, and how to give it back. */
export function OwnPlace({ session, token, isToCancel }: OwnPlaceProps) {
  const { t } = useTranslation("scheduling");
  const [isAsking, { open, close }] = useDisclosure(isToCancel);
  const isWaiting = session.registration?.status === "waitlisted";
  return (
    <Stack gap="md">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        {isWaiting ? (
          <IconClockHour4
            size={26}
            color={colour("warning")}
            aria-hidden
            style={{ flex: "none" }}
          />
        ) : (
          <IconCircleCheck
            size={26}
            color={colour("success")}
            aria-hidden
            style={{ flex: "none" }}
          />
        )}
        <div>
          <Text fw={650}>{isWaiting ? t("place.waiting") : t("place.registered")}</Text>
          <Text size="sm" c="dimmed">
            {isWaiting
              ? t("place.in_line", { place: session.place_in_line ?? 1 })
              : t("place.as", { email: session.registration?.email ?? "" })}
          </Text>
        </div>
      </Group>
      <Group gap="xs">
        <CalendarMenu sessionId={session.id} token={token} />
        <Button variant="subtle" color="danger" onClick={open}>
          {isWaiting ? t("place.leave_line") : t("place.cancel")}
        </Button>
      </Group>
      <ConfirmDialog
        title={isWaiting ? t("place.leave_line_title") : t("place.cancel_title")}
        consequence={isWaiting ? t("place.leave_line_consequence") : t("place.cancel_consequence")}
        verb={isWaiting ? t("place.leave_line") : t("place.cancel")}
        isOpen={isAsking}
        onClose={close}
        onConfirm={async () => {
          await withdraw(session.id, token);
          notifyDone(t("place.canceled"));
        }}
      />
    </Stack>
  );
}
