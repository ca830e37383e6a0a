import { Alert, Badge, Box, Button, Collapse, Group, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { type OutboxMail, outboxQuery } from "~/features/account/queries";
import classes from "~/features/account/Rows.module.css";
import { useMoment } from "~/ui/useMoment";
import { EmptyState } from "~/ui/EmptyState";
import { PageTitle } from "~/ui/PageTitle";
import { useErrorNotification } from "~/ui/useErrorNotification";

/** What the server has written to people: gone, on its way, or waiting for a mail server. */
export function OutboxPage() {
  const { t } = useTranslation("account");
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useSuspenseInfiniteQuery(outboxQuery);
  const mails = data.pages.flatMap((page) => page.items);
  const isSending = data.pages[0]?.is_sending ?? false;
  return (
    <Box maw="56rem">
      <PageTitle lead={t("outbox.lead")}>{t("outbox.title")}</PageTitle>
      <Stack gap="lg">
        {!isSending && (
          <Alert color="link" variant="light">
            {t("outbox.no_server")}
          </Alert>
        )}
        {mails.length === 0 ? (
          <EmptyState picture="report">{t("outbox.empty")}</EmptyState>
        ) : (
          <Paper withBorder px="lg" py="xs">
            <ul className={classes["rows"]}>
              {mails.map((mail) => (
                <MailRow key={mail.id} mail={mail} />
              ))}
            </ul>
          </Paper>
        )}
        {hasNextPage && (
          <Group justify="center">
            <Button
              variant="default"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t("more")}
            </Button>
          </Group>
        )}
      </Stack>
    </Box>
  );
}

interface MailRowProps {
  readonly mail: OutboxMail;
}

function MailRow({ mail }: MailRowProps) {
  const { t } = useTranslation("account");
  const moment = useMoment();
  const [isOpen, { toggle }] = useDisclosure();
  const letterId = useId();
  const hasLetter = mail.html !== "";
  const letter = { subject: mail.subject, to: mail.to };
  return (
    <li>
      <div className={classes["row"]}>
        <div className={classes["words"]}>
          <Text fw={600}>{mail.subject}</Text>
          <Text size="sm" c="dimmed">
            {t("outbox.to_at", { to: mail.to, moment: moment(mail.sent_at ?? mail.created_at) })}
          </Text>
          {mail.last_error !== "" && (
            <Text size="sm" c="danger">
              {t("outbox.said", { answer: mail.last_error })}
            </Text>
          )}
        </div>
        <MailStatus mail={mail} />
        {mail.status === "failed" && <RetryButton mail={mail} />}
        {hasLetter && (
          <Button
            variant="default"
            size="sm"
            aria-expanded={isOpen}
            aria-controls={letterId}
            aria-label={isOpen ? t("outbox.hide_of", letter) : t("outbox.show_of", letter)}
            onClick={toggle}
          >
            {isOpen ? t("outbox.hide") : t("outbox.show")}
          </Button>
        )}
      </div>
      <Collapse expanded={isOpen} id={letterId}>
        <Paper withBorder p="md" mb="md" bg="var(--salle-raised)">
          <pre className={classes["plain"]}>{mail.text}</pre>
        </Paper>
      </Collapse>
    </li>
  );
}

function MailStatus({ mail }: MailRowProps) {
  const { t } = useTranslation("account");
  const looks = {
    waiting: { color: "link", word: t("outbox.status.waiting") },
    sent: { color: "gray", word: t("outbox.status.sent") },
    failed: { color: "danger", word: t("outbox.status.failed") },
  } as const;
  const { color, word } = looks[mail.status];
  return (
    <Badge variant="light" color={color} tt="none" size="lg">
      {word}
    </Badge>
  );
}

function RetryButton({ mail }: MailRowProps) {
  const { t } = useTranslation("account");
  const queries = useQueryClient();
  const notifyError = useErrorNotification();
  const retry = useMutation({
    mutationFn: () =>
      orThrow(
        api.POST("/api/admin/outbox/{mail_id}/retry", { params: { path: { mail_id: mail.id } } }),
      ),
    onError: notifyError,
    onSettled: () => queries.invalidateQueries({ queryKey: outboxQuery.queryKey }),
  });
  return (
    <Button
      variant="default"
      size="sm"
      loading={retry.isPending}
      aria-label={t("outbox.retry_of", { subject: mail.subject, to: mail.to })}
      onClick={() => {
        retry.mutate();
      }}
    >
      {t("outbox.retry")}
    </Button>
  );
}
