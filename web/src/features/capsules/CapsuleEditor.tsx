import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { queries } from "~/api/queries";
import type { EditedBoard } from "~/features/board/editedBoard";
import { ActivitiesPanel } from "~/features/capsules/ActivitiesPanel";
import { keepAsCopy } from "~/features/capsules/changes";
import { ConflictDialog } from "~/features/capsules/ConflictDialog";
import classes from "~/features/capsules/editor.module.css";
import { EditorBar } from "~/features/capsules/EditorBar";
import { ImportDialog } from "~/features/capsules/ImportDialog";
import type { Imported } from "~/features/capsules/importing";
import { type Details, type KeptDocument, keptDocuments } from "~/features/capsules/keptDocuments";
import { Presentation } from "~/features/capsules/Presentation";
import { type Capsule, capsuleQuery, readThumbnail } from "~/features/capsules/queries";
import { useAutosave } from "~/features/capsules/useAutosave";
import { notifyDone } from "~/ui/notify";
import { useErrorNotification } from "~/ui/useErrorNotification";
import { PageWaits } from "~/ui/pages";
import { Main } from "~/ui/Main";
import { usePageTitle } from "~/ui/usePageTitle";

const BoardEditor = lazy(async () => ({
  default: (await import("~/features/board/BoardEditor")).BoardEditor,
}));

interface CapsuleEditorProps {
  readonly capsule: Capsule;
}

interface Opened {
  readonly document: unknown;
  readonly version: number;
  readonly details: Details;
  /** What is open was made here and is not on the server yet: the document, and these. */
  readonly unsaved: Partial<Details> | null;
  readonly unanswered: readonly string[];
  readonly pageId?: string;
}

/** Opens what is on the server, or what was left unsaved on this device, and asks if both changed. */
export function CapsuleEditor({ capsule }: CapsuleEditorProps) {
  const { t } = useTranslation("capsules");
  const navigate = useNavigate();
  const notifyError = useErrorNotification();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [round, setRound] = useState(0);
  const [disputed, setDisputed] = useState<KeptDocument | null>(null);

  function open(next: Opened) {
    setDisputed(null);
    setOpened(next);
    setRound((before) => before + 1);
  }

  useEffect(() => {
    let isGone = false;
    void keptDocuments.read(capsule.id).then((kept) => {
      if (isGone) return;
      const { version, last_save_id: lastSave } = capsule;
      if (!kept || kept.saveId === lastSave) {
        void keptDocuments.forget(capsule.id); // the server has it
        open(asStored(capsule));
      } else if (kept.version === version || kept.unanswered.some((save) => save === lastSave)) {
        open(asKept(capsule, kept, version));
      } else {
        setDisputed(kept);
      }
    });
    return () => {
      isGone = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- begins with what the loader gave; the rest comes by `reload`
  }, [capsule.id]);

  async function reload(pageId?: string) {
    const fresh = await queries.fetchQuery(capsuleQuery(capsule.id));
    await keptDocuments.forget(capsule.id);
    open({ ...asStored(fresh), ...(pageId !== undefined && { pageId }) });
  }

  async function copy(document: unknown) {
    const title = t("copy_of", { title: capsule.title.slice(0, 90) });
    const id = await keepAsCopy(title, document, capsule.activity_ids);
    await keptDocuments.forget(capsule.id);
    await navigate({ to: "/capsules/$capsuleId", params: { capsuleId: id } });
  }

  if (disputed) {
    return (
      <ConflictDialog
        capsuleId={capsule.id}
        mine={disputed.document}
        mineAt={disputed.at}
        onMine={(version) => {
          open(asKept(capsule, disputed, version));
        }}
        onTheirs={() => void reload().catch(notifyError)}
        onCopy={() => void copy(disputed.document).catch(notifyError)}
      />
    );
  }
  if (!opened) return <PageWaits />;
  return (
    <OpenCapsule
      key={round}
      capsuleId={capsule.id}
      opened={opened}
      onReload={(pageId) => void reload(pageId).catch(notifyError)}
      onCopy={(document) => void copy(document).catch(notifyError)}
    />
  );
}

function asStored({ document, version, title, activity_ids }: Capsule): Opened {
  return { document, version, details: { title, activity_ids }, unsaved: null, unanswered: [] };
}

function asKept({ title, activity_ids }: Capsule, kept: KeptDocument, version: number): Opened {
  const { document, details } = kept;
  return {
    document,
    version,
    details: { title, activity_ids, ...details },
    unsaved: details,
    unanswered: [...kept.unanswered, kept.saveId],
  };
}

interface OpenCapsuleProps {
  readonly capsuleId: string;
  readonly opened: Opened;
  readonly onReload: (pageId?: string) => void;
  readonly onCopy: (document: unknown) => void;
}

function OpenCapsule({ capsuleId, opened, onReload, onCopy }: OpenCapsuleProps) {
  const { t } = useTranslation("capsules");
  const notifyError = useErrorNotification();
  const [board, setBoard] = useState<EditedBoard | null>(null);
  const { autosave, state } = useAutosave(capsuleId, opened, board);
  const [importing, setImporting] = useState<{ file: File; afterPageId: string } | null>(null);
  const [isShowingActivities, setShowingActivities] = useState(false);
  const [presented, setPresented] = useState<Presented | null>(null);
  const [details, setDetails] = useState(opened.details);
  usePageTitle(details.title);
  const readyPicture = useCallback(
    async (pageId: string) => {
      const { store } = opened.document as { store: Record<string, unknown> };
      return pageId in store && !opened.unsaved ? readThumbnail(capsuleId, pageId) : null;
    },
    [capsuleId, opened],
  );

  useEffect(() => {
    // Brought up to today's schema, or left unsaved: the server does not have it yet.
    if (board && (opened.unsaved || !isSameSchema(opened.document, board.document()))) {
      autosave?.touch();
    }
    if (opened.unsaved) autosave?.change(opened.unsaved);
  }, [board, autosave, opened]);

  const unreadable = board?.unreadable ?? 0;
  useEffect(() => {
    if (unreadable > 0) notifyDone(t("editor.unreadable", { count: unreadable }));
  }, [unreadable, t]);

  function change(changed: Partial<Details>) {
    setDetails((before) => ({ ...before, ...changed }));
    autosave?.change(changed);
  }

  async function beginImport(file: File) {
    if (!board || !autosave) return;
    try {
      await autosave.flush();
      autosave.pause();
      setImporting({ file, afterPageId: board.pageId() });
    } catch (error) {
      notifyError(error);
    }
  }

  function finishImport({ result }: Imported) {
    setImporting(null);
    switch (result.kind) {
      case "added":
        onReload(result.page_ids[0]);
        break;
      case "replaced":
        onReload();
        break;
      case "to_merge":
        autosave?.resume();
        try {
          board?.addDocument(result.snapshot, result.after_page_id ?? null);
        } catch (error) {
          notifyError(error);
        }
    }
  }

  return (
    <div className={classes["page"]}>
      <EditorBar
        capsuleId={capsuleId}
        title={details.title}
        onRename={(title) => change({ title })}
        autosave={autosave}
        state={state}
        hasActivities={isShowingActivities}
        onActivities={() => setShowingActivities((before) => !before)}
        onImport={(file) => void beginImport(file)}
        onPresent={() => {
          if (!board) return;
          setPresented({
            document: board.document(),
            pageId: board.pageId(),
            pageIds: board.pageIds(),
          });
        }}
      />
      <Main className={classes["main"]}>
        <Suspense fallback={<PageWaits />}>
          <BoardEditor
            document={opened.document}
            pageId={opened.pageId}
            readyPicture={readyPicture}
            onMount={setBoard}
            onChange={() => autosave?.touch()}
            onFiles={([file]) => file && void beginImport(file)}
          />
        </Suspense>
        {isShowingActivities && autosave && (
          <ActivitiesPanel
            ids={details.activity_ids}
            onChoose={(activity_ids) => change({ activity_ids })}
            onClose={() => setShowingActivities(false)}
          />
        )}
      </Main>
      {importing && (
        <ImportDialog
          file={importing.file}
          into={{ capsuleId, afterPageId: importing.afterPageId }}
          onClose={() => {
            setImporting(null);
            autosave?.resume();
          }}
          onDone={(_id, imported) => finishImport(imported)}
        />
      )}
      {presented && (
        <Presentation
          {...presented}
          onClose={(pageId) => {
            board?.showPage(pageId);
            setPresented(null);
          }}
        />
      )}
      {state.kind === "conflict" && (
        <ConflictDialog
          capsuleId={capsuleId}
          mine={state.mine}
          mineAt={state.at}
          onMine={(version) => autosave?.overwrite(version)}
          onTheirs={onReload}
          onCopy={() => onCopy(state.mine)}
        />
      )}
    </div>
  );
}

interface Presented {
  readonly document: unknown;
  readonly pageId: string;
  readonly pageIds: readonly string[];
}

/** The sequences of a schema have no order of their own. */
function isSameSchema(one: unknown, other: unknown): boolean {
  return JSON.stringify(sequencesOf(one)) === JSON.stringify(sequencesOf(other));
}

function sequencesOf(document: unknown): readonly unknown[] {
  const { schema } = document as { schema?: { sequences?: Record<string, number> } };
  return Object.entries(schema?.sequences ?? {}).toSorted(([one], [next]) => (one < next ? -1 : 1));
}
