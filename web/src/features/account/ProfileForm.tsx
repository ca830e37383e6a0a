import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { meQuery, type Person } from "~/api/auth";
import { api, orThrow } from "~/api/client";
import { LanguageSelect } from "~/features/account/LanguageSelect";
import { chooseLanguage } from "~/i18n";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";
import { useApiForm } from "~/ui/useApiForm";

interface ProfileFormProps {
  readonly person: Person;
}

export function ProfileForm({ person }: ProfileFormProps) {
  const { t } = useTranslation("account");
  const queries = useQueryClient();
  const { form, submit, isSending, error } = useApiForm({
    initialValues: {
      first_name: person.first_name,
      last_name: person.last_name,
      organisation: person.organisation,
      language: person.language,
    },
    send: (body) => orThrow(api.PATCH("/api/me", { body })),
    onDone: async (changed) => {
      queries.setQueryData(meQuery.queryKey, changed);
      if (changed.language !== person.language) await chooseLanguage(changed.language);
      notifyDone(t("profile.saved"));
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Group grow align="flex-start">
          <TextInput
            {...form.getInputProps("first_name")}
            key={form.key("first_name")}
            label={t("profile.first_name")}
            autoComplete="given-name"
          />
          <TextInput
            {...form.getInputProps("last_name")}
            key={form.key("last_name")}
            label={t("profile.last_name")}
            autoComplete="family-name"
          />
        </Group>
        <TextInput
          {...form.getInputProps("organisation")}
          key={form.key("organisation")}
          label={t("profile.organisation")}
          autoComplete="organization"
        />
        <LanguageSelect
          {...form.getInputProps("language")}
          key={form.key("language")}
          label={t("profile.language")}
          description={t("profile.language_use")}
        />
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" loading={isSending}>
            {t("profile.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
