import { Anchor, Button, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { signIn } from "~/api/auth";
import { EmailField } from "~/features/account/EmailField";
import { PasswordField } from "~/features/account/PasswordField";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { useApiForm } from "~/ui/useApiForm";
import { usePageTitle } from "~/ui/usePageTitle";

interface SignInProps {
  readonly onDone: () => void;
}

export function SignIn({ onDone }: SignInProps) {
  const { t } = useTranslation(["account", "common"]);
  const { form, submit, isSending, error } = useApiForm({
    initialValues: { email: "", password: "" },
    send: ({ email, password }) => signIn(email, password),
    onDone,
  });
  usePageTitle(t("sign_in.page"));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Title order={1}>{t("sign_in.title")}</Title>
        <EmailField {...form.getInputProps("email")} key={form.key("email")} />
        <PasswordField
          {...form.getInputProps("password")}
          key={form.key("password")}
          label={t("sign_in.password")}
          name="password"
          isNew={false}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={isSending}>
          {t("sign_in.submit")}
        </Button>
        <Anchor renderRoot={(props) => <Link to="/forgot-password" {...props} />}>
          {t("sign_in.forgot")}
        </Anchor>
      </Stack>
    </form>
  );
}
