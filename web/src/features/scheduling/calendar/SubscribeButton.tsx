import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCopy, IconRss } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { ConfirmButton } from "~/ui/ConfirmButton";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";

const KEY = ["sessions", "feed"];

/** One's sessions in one's own calendar program, by an address that is a secret. */
export function SubscribeButton() {
  const { t } = useTranslation("scheduling");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconRss size={18} aria-hidden />}
        onClick={open}
      >
        {t("feed.verb")}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t("feed.title")}>
        <Address />
      </Dialog>
    </>
  );
}

function Address() {
  const { t } = useTranslation("scheduling");
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => orThrow(api.GET("/api/me/calendar", { signal })),
  });
  const renew = useMutation({
    mutationFn: () => orThrow(api.POST("/api/me/calendar")),
    onSuccess: (answer) => {
      queries.setQueryData(KEY, answer);
    },
  });
  const url = data?.url ?? null;
  return (
    <Stack>
      <Text>{t("feed.says")}</Text>
      <ErrorNotice error={error ?? renew.error} />
      {url === null ? (
        <Button
          loading={renew.isPending}
          disabled={data === undefined}
          onClick={() => {
            renew.mutate();
          }}
        >
          {t("feed.create")}
        </Button>
      ) : (
        <>
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>
            {url}
          </Code>
          <Text size="sm" c="dimmed">
            {t("feed.secret")}
          </Text>
          <Group>
            <CopyButton value={url}>
              {({ copied, copy }) => (
                <Button leftSection={<IconCopy size={18} aria-hidden />} onClick={copy}>
                  {copied ? t("feed.copied") : t("feed.copy")}
                </Button>
              )}
            </CopyButton>
            <ConfirmButton
              variant="default"
              title={t("feed.renew_title")}
              consequence={t("feed.renew_consequence")}
              onConfirm={async () => {
                await renew.mutateAsync();
              }}
            >
              {t("feed.renew")}
            </ConfirmButton>
          </Group>
        </>
      )}
    </Stack>
  );
}
