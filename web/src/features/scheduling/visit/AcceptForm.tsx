import { Button, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Session } from "~/features/scheduling/queries";
import { NameFields } from "~/features/scheduling/visit/NameFields";
import { register } from "~/features/scheduling/visit/register";
import { currentLanguage } from "~/i18n";
import { rememberedNames } from "~/live/identity";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { useApiForm } from "~/ui/useApiForm";

interface AcceptFormProps {
  readonly session: Session;
  readonly token: string;
}

/** Who came by the link of a mail and has no seat: was invited, or gave it back. */
export function AcceptForm({ session, token }: AcceptFormProps) {
  const { t } = useTranslation("scheduling");
  const own = session.registration;
  const known = rememberedNames();
  const { form, submit, isSending, error } = useApiForm({
    initialValues: {
      first_name: own?.first_name || (known?.first_name ?? ""),
      last_name: own?.last_name || (known?.last_name ?? ""),
      organisation: known?.organisation ?? "",
    },
    send: (names) => register(session.id, token, { ...names, language: currentLanguage() }),
    onDone: () => {},
  });
  const isInvited = own?.status === "invited";
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Stack gap={4}>
          <Title order={2}>{isInvited ? t("accept.title") : t("accept.again_title")}</Title>
          <Text c="dimmed" size="sm">
            {isInvited ? t("accept.lead") : t("accept.again_lead")}
          </Text>
        </Stack>
        <NameFields form={form} />
        <ErrorNotice error={error} />
        <Button type="submit" size="lg" fullWidth loading={isSending}>
          {session.is_full ? t("register.wait_submit") : t("accept.submit")}
        </Button>
      </Stack>
    </form>
  );
}
