import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { fullName } from "~/features/room/panel/people";
import { useSend } from "~/features/room/seat";
import type { Participant } from "~/live/frames";
import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";

interface KickDialogProps {
  readonly person: Participant;
  readonly onClose: () => void;
}

const MAX_REASON = 200;

export function KickDialog({ person, onClose }: KickDialogProps) {
  const { t } = useTranslation("room");
  const send = useSend();
  const [reason, setReason] = useState("");
  const name = fullName(person);
  return (
    <Dialog opened onClose={onClose} title={t("kick.title", { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send({
            type: "participant.kick",
            participant_id: person.id,
            reason: reason.trim(),
          });
          onClose();
        }}
      >
        <Stack>
          <Text>{t("kick.consequence")}</Text>
          <TextInput
            label={t("kick.reason")}
            description={t("kick.reason_why", { name })}
            value={reason}
            maxLength={MAX_REASON}
            data-autofocus
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          <CancelOr onCancel={onClose}>
            <Button type="submit" color="danger">
              {t("kick.verb")}
            </Button>
          </CancelOr>
        </Stack>
      </form>
    </Dialog>
  );
}
