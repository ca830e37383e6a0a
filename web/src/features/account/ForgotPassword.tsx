import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { EmailField } from "~/features/account/EmailField";
import { announce } from "~/ui/announcer";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { useApiForm } from "~/ui/useApiForm";
import { usePageTitle } from "~/ui/usePageTitle";

/** The answer is the same for everybody: it does not tell who has an account. */
export function ForgotPassword() {
  const { t } = useTranslation("account");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, submit, isSending, error } = useApiForm({
    initialValues: { email: "" },
    send: async ({ email }) => {
      await orThrow(api.POST("/api/auth/recovery", { body: { email } }));
      return email.trim();
    },
    onDone: (email) => {
      setSentTo(email);
      announce(t("recovery.sent", { email }));
    },
  });
  usePageTitle(t("recovery.title"));
  return (
    <Stack gap="lg">
      <Title order={1}>{t("recovery.title")}</Title>
      {sentTo === null ? (
        <form onSubmit={submit} noValidate>
          <Stack gap="lg">
            <Text c="dimmed">{t("recovery.lead")}</Text>
            <EmailField
              {...form.getInputProps("email")}
              key={form.key("email")}
              required
              withAsterisk={false}
            />
            <ErrorNotice error={error} />
            <Button type="submit" loading={isSending}>
              {t("recovery.submit")}
            </Button>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Text>{t("recovery.sent", { email: sentTo })}</Text>
          <Text c="dimmed">{t("recovery.nothing_came")}</Text>
        </Stack>
      )}
      <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />}>
        {t("recovery.back")}
      </Anchor>
    </Stack>
  );
}
