import { Button, Group, Modal, Paper, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import { ago } from "~/features/capsules/ago";
import { capsuleQuery } from "~/features/capsules/queries";
import { ErrorNotice } from "~/ui/ErrorNotice";

const SlideThumbnail = lazy(async () => ({
  default: (await import("~/features/board/SlideThumbnail")).SlideThumbnail,
}));

interface ConflictDialogProps {
  readonly capsuleId: string;
  readonly mine: unknown;
  /** When it was made, in milliseconds since 1970. */
  readonly mineAt: number;
  /** Keep mine, on the version that is there. */
  readonly onMine: (version: number) => void;
  readonly onTheirs: () => void;
  readonly onCopy: () => void;
}

/** Two versions of a capsule, side by side: the person says which one stays. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { capsuleId, mine, mineAt, onMine, onTheirs, onCopy } = props;
  const { t } = useTranslation("capsules");
  const {
    data: theirs,
    error,
    refetch,
  } = useQuery({
    ...capsuleQuery(capsuleId),
    refetchOnMount: "always",
  });
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={t("conflict.title")}
    >
      <Stack>
        {/* Not a button: somebody was typing, and the next Enter must decide nothing. */}
        <Text tabIndex={-1} data-autofocus>
          {t("conflict.text")}
        </Text>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Version
            name={t("conflict.mine")}
            at={new Date(mineAt).toISOString()}
            document={mine}
            action={
              <Button disabled={!theirs} onClick={() => theirs && onMine(theirs.version)}>
                {t("conflict.keep_mine")}
              </Button>
            }
          />
          <Version
            name={t("conflict.theirs")}
            at={theirs?.updated_at}
            document={theirs?.document}
            action={
              <Button variant="default" disabled={!theirs} onClick={onTheirs}>
                {t("conflict.keep_theirs")}
              </Button>
            }
          />
        </SimpleGrid>
        <Group justify="center">
          <Button variant="subtle" onClick={onCopy}>
            {t("conflict.copy")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface VersionProps {
  readonly name: string;
  readonly at: string | undefined;
  readonly document: unknown;
  readonly action: React.ReactNode;
}

function Version({ name, at, document, action }: VersionProps) {
  const { t, i18n } = useTranslation("capsules");
  const pages = pagesOf(document);
  const [first] = pages;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Text fw={650}>{name}</Text>
        <div style={{ aspectRatio: "16 / 9", overflow: "hidden", borderRadius: 6 }}>
          <Suspense fallback={<Skeleton height="100%" />}>
            {first === undefined ? (
              <Skeleton height="100%" />
            ) : (
              <SlideThumbnail document={document} pageId={first} width={340} />
            )}
          </Suspense>
        </div>
        <Text size="sm" c="dimmed">
          {at === undefined ? "" : ago(at, i18n.language)} ·{" "}
          {t("list.pages", { count: pages.length })}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}

interface PageRecord {
  readonly id: string;
  readonly typeName: string;
  readonly index: string;
}

/** The ids of the slides of a stored document, in their order. */
function pagesOf(document: unknown): string[] {
  const { store = {} } = (document ?? {}) as { store?: Record<string, PageRecord> };
  return Object.values(store)
    .filter(({ typeName }) => typeName === "page")
    .toSorted((one, other) => (one.index < other.index ? -1 : 1))
    .map(({ id }) => id);
}
