import { Box, Paper, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { Accounts } from "~/features/account/Accounts";
import { Invitations } from "~/features/account/Invitations";
import { InviteButton } from "~/features/account/InviteButton";
import { PageTitle } from "~/ui/PageTitle";

/** Trainers invite; admins also see who has an account and what each may do. */
export function PeoplePage() {
  const { t } = useTranslation("account");
  const { person, can } = useAuth();
  if (person === null) return null;
  const isAdmin = can("admin");
  return (
    <Box maw="56rem">
      <PageTitle
        lead={isAdmin ? t("people.lead") : t("invitations.lead")}
        action={<InviteButton roles={person.can_invite} />}
      >
        {isAdmin ? t("people.title") : t("invitations.title")}
      </PageTitle>
      <Stack gap="lg">
        <Paper withBorder p="lg" component="section" aria-labelledby="people-invitations">
          <Title order={2} id="people-invitations" mb="xs">
            {t("invitations.waiting")}
          </Title>
          <Invitations />
        </Paper>
        {isAdmin && (
          <Paper withBorder p="lg" component="section" aria-labelledby="people-accounts">
            <Title order={2} id="people-accounts" mb="md">
              {t("people.accounts")}
            </Title>
            <Accounts me={person.id} />
          </Paper>
        )}
      </Stack>
    </Box>
  );
}
