import { Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { meQuery, type Person } from "~/api/auth";
import { api, orThrow } from "~/api/client";
import { atField } from "~/features/account/atField";
import { PasswordField } from "~/features/account/PasswordField";
import { signInsQuery } from "~/features/account/queries";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";
import { useApiForm } from "~/ui/useApiForm";

interface PasswordFormProps {
  readonly person: Person;
}

export function PasswordForm({ person }: PasswordFormProps) {
  const { t } = useTranslation("account");
  const queries = useQueryClient();
  const { form, submit, isSending, error } = useApiForm({
    initialValues: { current_password: "", new_password: "" },
    send: (body) =>
      orThrow(api.POST("/api/me/password", { body })).catch((failure: unknown) => {
        throw atField(failure, "account.wrong_password", "current_password");
      }),
    onDone: async () => {
      form.reset();
      notifyDone(t("password.changed"));
      await Promise.all(
        [meQuery, signInsQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })),
      );
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{t("password.lead")}</Text>
        {/* Password managers ask whose password this is. */}
        <input type="text" autoComplete="username" value={person.email} readOnly hidden />
        {person.has_password && (
          <PasswordField
            {...form.getInputProps("current_password")}
            key={form.key("current_password")}
            label={t("password.current")}
            isNew={false}
          />
        )}
        <PasswordField
          {...form.getInputProps("new_password")}
          key={form.key("new_password")}
          label={t("password.new")}
          isNew
        />
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" loading={isSending}>
            {t("password.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
