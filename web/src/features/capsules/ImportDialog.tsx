import { Button, Group, List, Modal, Progress as Bar, Stack, Text } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { createCapsule, deleteCapsule } from "~/features/capsules/changes";
import {
  importFile,
  type Imported,
  type ImportNote,
  type Progress,
} from "~/features/capsules/importing";
import { forgetCards } from "~/features/capsules/queries";
import { ErrorNotice } from "~/ui/ErrorNotice";

interface ImportDialogProps {
  readonly file: File;
  /** The capsule that it goes into; without one, it becomes a capsule. */
  readonly into?: { readonly capsuleId: string; readonly afterPageId: string };
  readonly onClose: () => void;
  /** Everything is there, and what had to be left out has been read. */
  readonly onDone: (capsuleId: string, imported: Imported) => void;
}

/** A file on its way in, from sending to the last page, and what could not be taken along. */
export function ImportDialog({ file, into, onClose, onDone }: ImportDialogProps) {
  const { t } = useTranslation("capsules");
  const [progress, setProgress] = useState<Progress>({ step: "sending", share: 0 });
  const [error, setError] = useState<unknown>(null);
  const [finished, setFinished] = useState<{ id: string; imported: Imported } | null>(null);

  const bring = useEffectEvent(async (signal: AbortSignal) => {
    const id = into?.capsuleId ?? (await createCapsule(titleOf(file.name))).id;
    try {
      const after = into?.afterPageId ?? null;
      const imported = await importFile(id, file, after, setProgress, signal);
      if (imported.notes.length > 0) setFinished({ id, imported });
      else onDone(id, imported);
    } catch (failure) {
      if (signal.aborted) return;
      // The capsule was made for this file alone.
      if (!into) await deleteCapsule(id).catch(() => {});
      setError(failure);
    } finally {
      await forgetCards();
    }
  });

  useEffect(() => {
    if (error !== null) return undefined;
    const leaving = new AbortController();
    // A turn later: React mounts twice in development, and a file is sent once.
    const timer = setTimeout(() => void bring(leaving.signal).catch(setError), 0);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [error]);

  const share = progress.share === null ? null : Math.round(progress.share * 100);
  const words =
    progress.step === "sending"
      ? t("import.sending", { name: file.name })
      : t("import.reading", { name: file.name });
  return (
    <Modal
      opened
      onClose={finished ? () => onDone(finished.id, finished.imported) : onClose}
      closeOnClickOutside={false}
      title={t("import.title")}
      closeButtonProps={{ "aria-label": t("import.close") }}
    >
      {error !== null && (
        <Stack>
          <ErrorNotice error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("import.close")}
            </Button>
            <Button
              onClick={() => {
                setError(null);
              }}
            >
              {t("import.again")}
            </Button>
          </Group>
        </Stack>
      )}
      {finished && (
        <Stack>
          <Text>{t("import.done_but")}</Text>
          <Notes notes={finished.imported.notes} />
          <Group justify="flex-end">
            <Button data-autofocus onClick={() => onDone(finished.id, finished.imported)}>
              {t("import.open")}
            </Button>
          </Group>
        </Stack>
      )}
      {error === null && !finished && (
        <Stack>
          <Text truncate>{words}</Text>
          <Bar
            value={share ?? 100}
            animated={share === null || progress.step === "reading"}
            aria-label={words}
            size="lg"
            radius="xl"
          />
          <Text c="dimmed" size="sm" className="tabular">
            {share === null ? t("import.soon") : t("import.share", { share })}
          </Text>
        </Stack>
      )}
    </Modal>
  );
}

function Notes({ notes }: { readonly notes: readonly ImportNote[] }) {
  const { t } = useTranslation("capsules");
  const sentence = (note: ImportNote) => {
    switch (note.code) {
      case "asset_lost":
        return t("import.note_lost", { address: note.address ?? "" });
      case "asset_unreadable":
        return t("import.note_unreadable", { address: note.address ?? "" });
      case "shapes_unknown":
        return t("import.note_shapes", {
          count: note.count ?? 0,
          kinds: (note.kinds ?? []).join(", "),
        });
    }
  };
  const sentences = [...new Set(notes.map(sentence))];
  return (
    <List size="sm" mah="40dvh" style={{ overflowY: "auto", overflowWrap: "anywhere" }}>
      {sentences.map((each) => (
        <List.Item key={each}>{each}</List.Item>
      ))}
    </List>
  );
}

/** What to call a capsule made of a file. */
function titleOf(name: string): string {
  const title = name
    .replace(/\.[^.]*$/, "")
    .replaceAll("_", " ")
    .trim();
  return (title === "" ? name : title).slice(0, 100);
}
