import { Checkbox, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserMinus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import classes from "~/features/scheduling/manage/manage.module.css";
import { forgetSessions, type Registration } from "~/features/scheduling/queries";
import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { IconButton } from "~/ui/IconButton";
import { PersonMark } from "~/ui/PersonMark";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface RegistrationRowProps {
  readonly sessionId: string;
  readonly registration: Registration;
  readonly isOpen: boolean;
}

/** Somebody with their address; ticked when they are there. */
export function RegistrationRow({ sessionId, registration, isOpen }: RegistrationRowProps) {
  const { t } = useTranslation("scheduling");
  const notifyError = useErrorNotification();
  const [isAsking, { open, close }] = useDisclosure();
  const { id, email, first_name, last_name, organisation, status, checked_in_at } = registration;
  const name = `${first_name} ${last_name}`.trim() || email;
  const path = { session_id: sessionId, registration_id: id };

  /** Shown at once; what the server has is shown again when it has answered. */
  const [ticked, setTicked] = useState<boolean | null>(null);
  const check = useMutation({
    mutationFn: async (isThere: boolean): Promise<void> => {
      const address =
        "/api/training/sessions/{session_id}/registrations/{registration_id}/check-in";
      await orThrow(
        isThere
          ? api.POST(address, { params: { path } })
          : api.DELETE(address, { params: { path } }),
      );
      await forgetSessions();
    },
    onError: notifyError,
    onSettled: () => setTicked(null),
  });
  const isThere = ticked ?? checked_in_at !== null;
  const details = [
    email === name ? "" : email,
    organisation,
    registration.waitlist_place === null
      ? ""
      : t("people.place", { place: registration.waitlist_place }),
  ].filter((text) => text !== "");

  return (
    <li className={classes["row"]}>
      {status === "registered" ? (
        <Checkbox
          size="md"
          aria-label={t("people.is_there", { name })}
          checked={isThere}
          onChange={(event) => {
            setTicked(event.currentTarget.checked);
            check.mutate(event.currentTarget.checked);
          }}
        />
      ) : (
        <PersonMark id={id} name={name} size={32} />
      )}
      <div className={classes["words"]}>
        <Text fw={600}>{name}</Text>
        {details.length > 0 && (
          <Text size="sm" c="dimmed">
            {details.join(" · ")}
          </Text>
        )}
      </div>
      {isOpen && status !== "canceled" && (
        <IconButton aria-label={t("people.remove_of", { name })} onClick={open}>
          <IconUserMinus size={20} aria-hidden />
        </IconButton>
      )}
      <ConfirmDialog
        title={t("people.remove_title", { name })}
        consequence={t("people.remove_consequence")}
        verb={t("people.remove")}
        isOpen={isAsking}
        onClose={close}
        onConfirm={async () => {
          await orThrow(
            api.DELETE("/api/training/sessions/{session_id}/registrations/{registration_id}", {
              params: { path },
            }),
          );
          await forgetSessions();
        }}
      />
    </li>
  );
}
