import { Anchor, Stack, Text, Title } from "@mantine/core";
import { createFileRoute, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { JoinForm } from "~/features/room/JoinForm";
import { Stage } from "~/ui/Stage";
import { usePageTitle } from "~/ui/usePageTitle";

/** Where `/` sends those who are not signed in. */
export const Route = createFileRoute("/welcome")({ component: Welcome });

function Welcome() {
  const { t } = useTranslation();
  usePageTitle(t("landing.title"));
  return (
    <Stage>
      <Stack gap="xl">
        <Stack gap="sm">
          <Title order={1}>{t("landing.title")}</Title>
          <Text c="dimmed">{t("landing.lead")}</Text>
        </Stack>
        <JoinForm isMain />
        <Text>
          {t("landing.trainer")}{" "}
          <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />}>
            {t("landing.sign_in")}
          </Anchor>
        </Text>
      </Stack>
    </Stage>
  );
}
