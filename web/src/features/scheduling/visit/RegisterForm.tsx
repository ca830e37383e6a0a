import { Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Session } from "~/features/scheduling/queries";
import { NameFields } from "~/features/scheduling/visit/NameFields";
import { registerByMail } from "~/features/scheduling/visit/register";
import { currentLanguage } from "~/i18n";
import { rememberedNames, rememberNames } from "~/live/identity";
import { announce } from "~/ui/announcer";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { token as colour } from "~/ui/theme";
import { useApiForm } from "~/ui/useApiForm";

interface RegisterFormProps {
  readonly session: Session;
}

/** For who has no account: a name and an address. The rest is in the mail. */
export function RegisterForm({ session }: RegisterFormProps) {
  const { t } = useTranslation("scheduling");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const known = rememberedNames();
  const { form, submit, isSending, error } = useApiForm({
    initialValues: {
      email: "",
      first_name: known?.first_name ?? "",
      last_name: known?.last_name ?? "",
      organisation: known?.organisation ?? "",
    },
    send: async ({ email, ...names }) => {
      await registerByMail(session.id, { email, ...names, language: currentLanguage() });
      rememberNames(names);
      return email;
    },
    onDone: (email) => {
      setSentTo(email.trim());
      announce(t("register.sent_title"));
    },
  });

  if (sentTo !== null) {
    return (
      <Stack gap="sm" align="flex-start">
        <IconMailCheck size={36} color={colour("success")} aria-hidden />
        <Title order={2}>{t("register.sent_title")}</Title>
        <Text>{t("register.sent", { email: sentTo })}</Text>
        <Button variant="subtle" px={0} onClick={() => setSentTo(null)}>
          {t("register.again")}
        </Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Stack gap={4}>
          <Title order={2}>
            {session.is_full ? t("register.wait_title") : t("register.title")}
          </Title>
          <Text c="dimmed" size="sm">
            {session.is_full ? t("register.wait_lead") : t("register.lead")}
          </Text>
        </Stack>
        <TextInput
          {...form.getInputProps("email")}
          key={form.key("email")}
          label={t("register.email")}
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={254}
        />
        <NameFields form={form} />
        <ErrorNotice error={error} />
        <Button type="submit" size="lg" fullWidth loading={isSending}>
          {session.is_full ? t("register.wait_submit") : t("register.submit")}
        </Button>
      </Stack>
    </form>
  );
}
