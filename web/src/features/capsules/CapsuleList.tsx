import { Button, Group, SegmentedControl, SimpleGrid, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileImport, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { CapsuleTile } from "~/features/capsules/CapsuleTile";
import { DropZone } from "~/features/capsules/DropZone";
import { ImportDialog } from "~/features/capsules/ImportDialog";
import { IMPORTABLE } from "~/features/capsules/importing";
import classes from "~/features/capsules/list.module.css";
import { A_SCREENFUL, capsulesQuery, type Sort } from "~/features/capsules/queries";
import { useNewCapsule } from "~/features/capsules/useNewCapsule";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { PageTitle } from "~/ui/PageTitle";

const SORTS: readonly Sort[] = ["updated", "created", "title"];
const MOST = 96;

/** One's capsules: to open, to make, and to bring in. */
export function CapsuleList() {
  const { t } = useTranslation("capsules");
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed, 250);
  const [sort, setSort] = useState<Sort>("updated");
  const [limit, setLimit] = useState(A_SCREENFUL);
  const { isCreating, create } = useNewCapsule();
  const [importing, setImporting] = useState<File | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { data, error, refetch } = useQuery(capsulesQuery({ search, sort, limit }));

  const newButton = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} loading={isCreating} onClick={create}>
      {t("list.new")}
    </Button>
  );
  const importButton = (
    <Button
      variant="default"
      leftSection={<IconFileImport size={18} aria-hidden />}
      onClick={() => chooser.current?.click()}
    >
      {t("list.import")}
    </Button>
  );
  const hasNone = data?.total === 0 && search === "";

  return (
    <>
      <DropZone label={t("list.drop")} onFile={setImporting} />
      <PageTitle
        lead={t("list.lead")}
        action={
          !hasNone && (
            <Group gap="xs">
              {importButton}
              {newButton}
            </Group>
          )
        }
      >
        {t("list.title")}
      </PageTitle>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={IMPORTABLE}
        onChange={(event) => {
          setImporting(event.currentTarget.files?.[0] ?? null);
          event.currentTarget.value = "";
        }}
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {hasNone && (
        <EmptyState
          picture="slides"
          action={
            <Group gap="xs" justify="center">
              {newButton}
              {importButton}
            </Group>
          }
        >
          {t("list.empty")}
        </EmptyState>
      )}
      {data && !hasNone && (
        <>
          <Group gap="sm" mb="lg">
            <TextInput
              className={classes["search"] ?? ""}
              type="search"
              aria-label={t("list.search")}
              placeholder={t("list.search")}
              leftSection={<IconSearch size={18} aria-hidden />}
              maxLength={200}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <SegmentedControl
              aria-label={t("list.sort")}
              value={sort}
              onChange={(value) => setSort(value)}
              data={SORTS.map((value) => ({ value, label: sortLabel(value) }))}
            />
          </Group>
          {data.capsules.length === 0 && (
            <EmptyState picture="slides">{t("list.nothing")}</EmptyState>
          )}
          <SimpleGrid
            component="ul"
            className={classes["tiles"] ?? ""}
            cols={{ base: 1, xs: 2, md: 3 }}
            spacing="lg"
          >
            {data.capsules.map((capsule) => (
              <CapsuleTile key={capsule.id} capsule={capsule} />
            ))}
          </SimpleGrid>
          {data.total > data.capsules.length && limit < MOST && (
            <Group justify="center" mt="xl">
              <Button variant="default" onClick={() => setLimit((before) => before + A_SCREENFUL)}>
                {t("list.more")}
              </Button>
            </Group>
          )}
        </>
      )}
      {importing && (
        <ImportDialog
          file={importing}
          onClose={() => setImporting(null)}
          onDone={(capsuleId) =>
            void navigate({ to: "/capsules/$capsuleId", params: { capsuleId } })
          }
        />
      )}
    </>
  );

  function sortLabel(value: Sort): string {
    switch (value) {
      case "updated":
        return t("list.by_updated");
      case "created":
        return t("list.by_created");
      case "title":
        return t("list.by_title");
    }
  }
}
