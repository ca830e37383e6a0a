import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendarX } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ScopeChoice } from "~/features/scheduling/form/EditSessionPage";
import { cancelSession, countExpected } from "~/features/scheduling/form/save";
import type { Scope, SessionCard } from "~/features/scheduling/queries";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";

interface CancelButtonProps {
  readonly session: SessionCard;
}

export function CancelButton({ session }: CancelButtonProps) {
  const { t } = useTranslation("scheduling");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        variant="subtle"
        color="danger"
        leftSection={<IconCalendarX size={18} aria-hidden />}
        onClick={open}
      >
        {t("cancel.verb")}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t("cancel.title")}>
        <CancelQuestion session={session} onClose={close} />
      </Dialog>
    </>
  );
}

interface CancelQuestionProps extends CancelButtonProps {
  readonly onClose: () => void;
}

function CancelQuestion({ session, onClose }: CancelQuestionProps) {
  const { t } = useTranslation("scheduling");
  const [scope, setScope] = useState<Scope>("one");
  const { data: expected = 0 } = useQuery({
    queryKey: ["sessions", "to-tell", session.id],
    queryFn: () => countExpected(session.id),
    staleTime: 0,
  });
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => cancelSession(session.id, scope),
    onSuccess: () => {
      notifyDone(t("cancel.done"));
      onClose();
    },
  });
  return (
    <Stack>
      <Text>{t("cancel.consequence", { count: expected })}</Text>
      {session.series_id !== null && <ScopeChoice scope={scope} onPick={setScope} />}
      <ErrorNotice error={error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("cancel.keep")}
        </Button>
        <Button
          color="danger"
          loading={isPending}
          onClick={() => {
            mutate();
          }}
        >
          {t("cancel.verb")}
        </Button>
      </Group>
    </Stack>
  );
}
