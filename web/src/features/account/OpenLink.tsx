import { Button, Center, Group, Loader, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { welcome } from "~/api/auth";
import { api, orThrow } from "~/api/client";
import { asApiError } from "~/api/errors";
import { keepToken } from "~/api/tokens";
import { atField } from "~/features/account/atField";
import { EmailField } from "~/features/account/EmailField";
import { PasswordField } from "~/features/account/PasswordField";
import { type LinkLook, linkQuery } from "~/features/account/queries";
import { currentLanguage } from "~/i18n";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { useApiForm } from "~/ui/useApiForm";
import { usePageTitle } from "~/ui/usePageTitle";

interface OpenLinkProps {
  readonly token: string;
  readonly onDone: () => void;
}

/** What a one-time link opens: the first account, an invitation, a new password, or a sign-in. */
export function OpenLink({ token, onDone }: OpenLinkProps) {
  const { t } = useTranslation(["account", "common"]);
  const { data, error, refetch } = useQuery(linkQuery(token));
  // A used link looks like none: what it was good for is kept until the page is left.
  const [look, keepLook] = useState(data);
  if (data && !look) keepLook(data);
  const words = useLinkWords();
  const place = error ? t("link.gone.title") : t("link.page");
  usePageTitle(look ? words[look.purpose][0] : place);
  if (look) return <UseLink token={token} look={look} onDone={onDone} />;
  if (error && asApiError(error).isPassing) {
    return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  }
  if (error) return <LinkGone />;
  return (
    <Center mih="50dvh" role="status">
      <Loader aria-label={t("common:loading")} />
    </Center>
  );
}

/** The title of what a link opens, a sentence about it, and the verb of its button. */
function useLinkWords() {
  const { t } = useTranslation("account");
  return {
    setup: [t("link.setup.title"), t("link.setup.lead"), t("link.setup.submit")],
    invitation: [
      t("link.invitation.title"),
      t("link.invitation.lead"),
      t("link.invitation.submit"),
    ],
    reset: [t("link.reset.title"), t("link.reset.lead"), t("link.reset.submit")],
    sign_in: [t("link.sign_in.title"), t("link.sign_in.lead"), t("link.sign_in.submit")],
  } as const;
}

function LinkGone() {
  const { t } = useTranslation("account");
  return (
    <Stack gap="md">
      <Title order={1} ta="center">
        {t("link.gone.title")}
      </Title>
      <EmptyState
        picture="door"
        action={
          <Group justify="center">
            <Button renderRoot={(props) => <Link to="/sign-in" {...props} />}>
              {t("link.gone.sign_in")}
            </Button>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/forgot-password" {...props} />}
            >
              {t("link.gone.recover")}
            </Button>
          </Group>
        }
      >
        {t("link.gone.lead")}
      </EmptyState>
    </Stack>
  );
}

interface UseLinkProps extends OpenLinkProps {
  readonly look: LinkLook;
}

function UseLink({ token, look, onDone }: UseLinkProps) {
  const { t } = useTranslation("account");
  const { purpose, email } = look;
  const makesAccount = purpose === "setup" || purpose === "invitation";
  const { form, submit, isSending, error } = useApiForm({
    initialValues: { email: "", first_name: "", last_name: "", password: "" },
    send: async ({ password, ...person }) => {
      const { email: address, ...names } = person;
      try {
        return await orThrow(
          api.POST("/api/auth/link", {
            body: {
              token,
              ...(purpose === "setup" && { email: address }),
              ...(makesAccount && { ...names, language: currentLanguage() }),
              ...(purpose !== "sign_in" && { password }),
            },
          }),
        );
      } catch (failure) {
        throw atField(failure, "account.email_taken", "email");
      }
    },
    onDone: async (answer) => {
      keepToken(answer);
      await welcome();
      onDone();
    },
  });
  const [title, lead, verb] = useLinkWords()[purpose];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Stack gap="xs">
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{lead}</Text>
        </Stack>
        {purpose === "setup" ? (
          <EmailField {...form.getInputProps("email")} key={form.key("email")} />
        ) : (
          // Read only and not plain text, for a password manager.
          <EmailField value={email ?? ""} readOnly variant="filled" />
        )}
        {makesAccount && (
          <Group grow align="flex-start" gap="md">
            <TextInput
              {...form.getInputProps("first_name")}
              key={form.key("first_name")}
              label={t("profile.first_name")}
              name="first_name"
              autoComplete="given-name"
            />
            <TextInput
              {...form.getInputProps("last_name")}
              key={form.key("last_name")}
              label={t("profile.last_name")}
              name="last_name"
              autoComplete="family-name"
            />
          </Group>
        )}
        {purpose !== "sign_in" && (
          <PasswordField
            {...form.getInputProps("password")}
            key={form.key("password")}
            label={purpose === "reset" ? t("password.new") : t("sign_in.password")}
            name="password"
            isNew
          />
        )}
        <ErrorNotice error={error} />
        <Button type="submit" loading={isSending}>
          {verb}
        </Button>
      </Stack>
    </form>
  );
}
