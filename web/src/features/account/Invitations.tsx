import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import classes from "~/features/account/Rows.module.css";
import { type Invitation, invitationsQuery } from "~/features/account/queries";
import { useMoment } from "~/ui/useMoment";
import { useRoleName } from "~/features/account/useRoleName";
import { notifyDone } from "~/ui/notify";
import { useErrorNotification } from "~/ui/useErrorNotification";

/** The invitations that wait for an answer. */
export function Invitations() {
  const { t } = useTranslation("account");
  const { data: invitations } = useSuspenseQuery(invitationsQuery);
  if (invitations.length === 0) return <Text c="dimmed">{t("invitations.none")}</Text>;
  return (
    <ul className={classes["rows"]}>
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}

interface InvitationRowProps {
  readonly invitation: Invitation;
}

function InvitationRow({ invitation }: InvitationRowProps) {
  const { t } = useTranslation("account");
  const queries = useQueryClient();
  const notifyError = useErrorNotification();
  const roleName = useRoleName();
  const moment = useMoment();
  const { email } = invitation;
  const takeBack = useMutation({
    mutationFn: () =>
      orThrow(
        api.DELETE("/api/invitations/{invitation_id}", {
          params: { path: { invitation_id: invitation.id } },
        }),
      ),
    onSuccess: async () => {
      notifyDone(t("invitations.taken_back", { email }));
      await queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
    },
    onError: notifyError,
  });
  return (
    <li className={classes["row"]}>
      <div className={classes["words"]}>
        <Text fw={600}>{email}</Text>
        <Text size="sm" c="dimmed">
          {t("invitations.until", {
            role: roleName(invitation.role),
            moment: moment(invitation.expires_at),
          })}
        </Text>
      </div>
      <Button
        variant="default"
        size="sm"
        loading={takeBack.isPending}
        aria-label={t("invitations.take_back_of", { email })}
        onClick={() => {
          takeBack.mutate();
        }}
      >
        {t("invitations.take_back")}
      </Button>
    </li>
  );
}
