import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { atField } from "~/features/account/atField";
import { LanguageSelect } from "~/features/account/LanguageSelect";
import { invitationsQuery, type Role } from "~/features/account/queries";
import { useRoleName } from "~/features/account/useRoleName";
import { currentLanguage } from "~/i18n";
import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";
import { useApiForm } from "~/ui/useApiForm";

interface InviteButtonProps {
  /** As what the person who looks at this may invite. */
  readonly roles: readonly Role[];
}

export function InviteButton({ roles }: InviteButtonProps) {
  const { t } = useTranslation("account");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
        {t("invite.title")}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t("invite.title")}>
        <InviteForm roles={roles} onDone={close} />
      </Dialog>
    </>
  );
}

interface InviteFormProps extends InviteButtonProps {
  readonly onDone: () => void;
}

function InviteForm({ roles, onDone }: InviteFormProps) {
  const { t } = useTranslation("account");
  const roleName = useRoleName();
  const queries = useQueryClient();
  const usual: Role = "member";
  const { form, submit, isSending, error } = useApiForm({
    initialValues: { email: "", role: usual, language: currentLanguage() },
    send: (body) =>
      orThrow(api.POST("/api/invitations", { body })).catch((failure: unknown) => {
        throw atField(failure, "account.email_taken", "email");
      }),
    onDone: async ({ email }) => {
      notifyDone(t("invite.sent", { email }));
      await queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
      onDone();
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          {...form.getInputProps("email")}
          key={form.key("email")}
          label={t("sign_in.email")}
          type="email"
          inputMode="email"
          autoComplete="off"
          data-autofocus
        />
        <NativeSelect
          {...form.getInputProps("role")}
          key={form.key("role")}
          label={t("invite.role")}
          size="md"
          data={roles.map((role) => ({ value: role, label: roleName(role) }))}
        />
        <LanguageSelect
          {...form.getInputProps("language")}
          key={form.key("language")}
          label={t("invite.language")}
        />
        <ErrorNotice error={error} />
        <CancelOr onCancel={onDone}>
          <Button type="submit" loading={isSending}>
            {t("invite.submit")}
          </Button>
        </CancelOr>
      </Stack>
    </form>
  );
}
