import { Button, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useSend } from "~/features/room/seat";
import { rememberedNames, rememberNames } from "~/live/identity";
import type { Participant } from "~/live/frames";
import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";

interface RenameDialogProps {
  readonly person: Participant;
  readonly onClose: () => void;
}

const MAX_NAME = 100;

export function RenameDialog({ person, onClose }: RenameDialogProps) {
  const { t } = useTranslation("room");
  const send = useSend();
  const [first, setFirst] = useState(person.first_name);
  const [last, setLast] = useState(person.last_name);
  return (
    <Dialog opened onClose={onClose} title={t("people.rename")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const names = { first_name: first.trim(), last_name: last.trim() };
          if (names.first_name === "" || names.last_name === "") return;
          void send({ type: "participant.rename", ...names });
          rememberNames({ organisation: "", ...rememberedNames(), ...names });
          onClose();
        }}
      >
        <Stack>
          <TextInput
            label={t("door.first_name")}
            value={first}
            maxLength={MAX_NAME}
            required
            withAsterisk={false}
            data-autofocus
            onChange={(event) => {
              setFirst(event.currentTarget.value);
            }}
          />
          <TextInput
            label={t("door.last_name")}
            value={last}
            maxLength={MAX_NAME}
            required
            withAsterisk={false}
            onChange={(event) => {
              setLast(event.currentTarget.value);
            }}
          />
          <CancelOr onCancel={onClose}>
            <Button type="submit">{t("people.rename_verb")}</Button>
          </CancelOr>
        </Stack>
      </form>
    </Dialog>
  );
}
