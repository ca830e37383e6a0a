import { Button, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { atField } from "~/features/account/atField";
import { invitationsQuery, type Role } from "~/features/account/queries";
import { useRoleName } from "~/features/account/useRoleName";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from "~/i18n";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";
import { useApiForm } from "~/ui/useApiForm";

interface InviteButtonProps {
  /** As what the person who looks at this may invite. */
  readonly roles: readonly Role[];
}

export function InviteButton({ roles }: InviteButtonProps) {
  const { t } = useTranslation(["account", "common"]);
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
        {t("invite.title")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("invite.title")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <InviteForm roles={roles} onDone={close} />
      </Modal>
    </>
  );
}

interface InviteFormProps extends InviteButtonProps {
  readonly onDone: () => void;
}

function InviteForm({ roles, onDone }: InviteFormProps) {
  const { t } = useTranslation(["account", "common"]);
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
        <NativeSelect
          {...form.getInputProps("language")}
          key={form.key("language")}
          label={t("invite.language")}
          size="md"
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGE_NAMES[language]}
            </option>
          ))}
        </NativeSelect>
        <ErrorNotice error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={isSending}>
            {t("invite.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
