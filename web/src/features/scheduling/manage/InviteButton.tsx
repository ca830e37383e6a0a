import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMailPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import type { components } from "~/api/schema";
import { forgetSessions } from "~/features/scheduling/queries";
import { currentLanguage } from "~/i18n";
import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { useApiForm } from "~/ui/useApiForm";

type Sent = components["schemas"]["InvitationsSent"];

const MOST_PASTED = 20_000;

interface InviteButtonProps {
  readonly sessionId: string;
}

/** Addresses as they were pasted, and what became of each. */
export function InviteButton({ sessionId }: InviteButtonProps) {
  const { t } = useTranslation("scheduling");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button leftSection={<IconMailPlus size={18} aria-hidden />} size="sm" onClick={open}>
        {t("invite.verb")}
      </Button>
      <Dialog opened={isOpen} onClose={close} size="lg" title={t("invite.title")}>
        <InviteForm sessionId={sessionId} onClose={close} />
      </Dialog>
    </>
  );
}

interface InviteFormProps extends InviteButtonProps {
  readonly onClose: () => void;
}

function InviteForm({ sessionId, onClose }: InviteFormProps) {
  const { t } = useTranslation("scheduling");
  const [sent, setSent] = useState<Sent | null>(null);
  const { form, submit, isSending, error } = useApiForm({
    initialValues: { addresses: "" },
    send: ({ addresses }) =>
      orThrow(
        api.POST("/api/training/sessions/{session_id}/invitations", {
          params: { path: { session_id: sessionId } },
          body: { addresses, language: currentLanguage() },
        }),
      ),
    onDone: async (answer) => {
      setSent(answer);
      await forgetSessions();
    },
  });
  if (sent) return <WhatBecame sent={sent} onClose={onClose} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Textarea
          {...form.getInputProps("addresses")}
          key={form.key("addresses")}
          label={t("invite.addresses")}
          description={t("invite.hint")}
          autosize
          minRows={5}
          maxRows={14}
          maxLength={MOST_PASTED}
          data-autofocus
        />
        <ErrorNotice error={error} />
        <CancelOr onCancel={onClose}>
          <Button type="submit" loading={isSending}>
            {t("invite.submit")}
          </Button>
        </CancelOr>
      </Stack>
    </form>
  );
}

interface WhatBecameProps {
  readonly sent: Sent;
  readonly onClose: () => void;
}

function WhatBecame({ sent, onClose }: WhatBecameProps) {
  const { t } = useTranslation(["scheduling", "common"]);
  const parts = [
    { says: t("invite.invited", { count: sent.invited.length }), addresses: sent.invited },
    { says: t("invite.already", { count: sent.already.length }), addresses: sent.already },
    { says: t("invite.repeated", { count: sent.repeated.length }), addresses: sent.repeated },
    { says: t("invite.invalid", { count: sent.invalid.length }), addresses: sent.invalid },
  ].filter(({ addresses }) => addresses.length > 0);
  return (
    <Stack role="status">
      {parts.map(({ says, addresses }) => (
        <div key={says}>
          <Text fw={650}>{says}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {addresses.join(", ")}
          </Text>
        </div>
      ))}
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("common:close")}</Button>
      </Group>
    </Stack>
  );
}
