import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { countExpected, editSession } from "~/features/scheduling/form/save";
import { atFields } from "~/features/scheduling/form/values";
import type { SessionCard } from "~/features/scheduling/queries";
import { useWhen } from "~/features/scheduling/times/when";
import { instantOf, wallAt } from "~/features/scheduling/times/zones";
import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";
import { useApiForm } from "~/ui/useApiForm";

export interface Move {
  readonly session: SessionCard;
  /** Where it was dropped; null to be typed. */
  readonly to: number | null;
}

interface MoveDialogProps {
  readonly move: Move;
  readonly onClose: () => void;
}

/** To another day and time: says first how many people will be written to. */
export function MoveDialog({ move: { session, to }, onClose }: MoveDialogProps) {
  const { t } = useTranslation("scheduling");
  const when = useWhen();
  const { id, version, time_zone, start_time, title } = session;
  const [initialValues] = useState(() => ({
    ...wallAt(to ?? Date.parse(start_time), time_zone),
  }));
  const { data: expected } = useQuery({
    queryKey: ["sessions", "to-tell", id],
    queryFn: () => countExpected(id),
    staleTime: 0,
  });
  const { form, submit, isSending, error } = useApiForm({
    initialValues,
    send: (wall) => {
      const instant = instantOf(wall, time_zone);
      const start = instant === null ? "" : new Date(instant).toISOString();
      return editSession({ id, version, scope: "one" }, { start_time: start }).catch(
        (failure: unknown) => {
          throw atFields(failure);
        },
      );
    },
    onDone: (moved) => {
      notifyDone(t("move.done", { title, moment: when.short(moved.start_time, time_zone) }));
      onClose();
    },
  });
  return (
    <Dialog opened onClose={onClose} title={t("move.title", { title })}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text>
            {t("move.from", {
              moment: when.short(start_time, time_zone),
              zone: when.zone(start_time, time_zone),
            })}
          </Text>
          <Group grow>
            <TextInput
              {...form.getInputProps("date")}
              key={form.key("date")}
              type="date"
              label={t("form.date")}
            />
            <TextInput
              {...form.getInputProps("time")}
              key={form.key("time")}
              type="time"
              label={t("form.time")}
            />
          </Group>
          {expected !== undefined && (
            <Text fw={expected > 0 ? 600 : 400} role="status">
              {expected === 0 ? t("move.nobody") : t("move.consequence", { count: expected })}
            </Text>
          )}
          <ErrorNotice error={error} />
          <CancelOr onCancel={onClose} hasFocus={to !== null}>
            <Button type="submit" loading={isSending} disabled={expected === undefined}>
              {t("move.verb")}
            </Button>
          </CancelOr>
        </Stack>
      </form>
    </Dialog>
  );
}
