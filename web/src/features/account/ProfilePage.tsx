import { Box, Paper, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { PasswordForm } from "~/features/account/PasswordForm";
import { ProfileForm } from "~/features/account/ProfileForm";
import { SignIns } from "~/features/account/SignIns";
import { PageTitle } from "~/ui/PageTitle";

export function ProfilePage() {
  const { t } = useTranslation("account");
  const { person } = useAuth();
  if (person === null) return null;
  return (
    <Box maw="44rem">
      <PageTitle lead={person.email}>{t("profile.title")}</PageTitle>
      <Stack gap="lg">
        <Paper withBorder p="lg" component="section" aria-labelledby="profile-who">
          <Title order={2} id="profile-who" mb="md">
            {t("profile.who")}
          </Title>
          <ProfileForm person={person} />
        </Paper>
        <Paper withBorder p="lg" component="section" aria-labelledby="profile-password">
          <Title order={2} id="profile-password" mb="md">
            {t("password.title")}
          </Title>
          <PasswordForm person={person} />
        </Paper>
        <Paper withBorder p="lg" component="section" aria-labelledby="profile-sign-ins">
          <Title order={2} id="profile-sign-ins" mb="xs">
            {t("sign_ins.title")}
          </Title>
          <SignIns />
        </Paper>
      </Stack>
    </Box>
  );
}
