import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { api, orThrow } from "~/api/client";
import type { Sync } from "~/features/board/BoardEditor";
import type { EditedBoard } from "~/features/board/editedBoard";
import { boardAddress } from "~/features/board/live/boardUri";
import type { Changes } from "~/features/board/live/unsent";
import { ActivitiesPanel } from "~/features/capsules/ActivitiesPanel";
import classes from "~/features/capsules/editor.module.css";
import { EditorBar } from "~/features/capsules/EditorBar";
import { ImportDialog } from "~/features/capsules/ImportDialog";
import type { Imported } from "~/features/capsules/importing";
import { type Details, keptChanges, keptDetails } from "~/features/capsules/keptDocuments";
import { Presentation } from "~/features/capsules/Presentation";
import { type Capsule, readThumbnail } from "~/features/capsules/queries";
import { useAutosave } from "~/features/capsules/useAutosave";
import { Main } from "~/ui/Main";
import { notifyDone } from "~/ui/notify";
import { PageWaits } from "~/ui/pages";
import { colourOfPerson } from "~/ui/theme";
import { useErrorNotification } from "~/ui/useErrorNotification";
import { usePageTitle } from "~/ui/usePageTitle";

const BoardEditor = lazy(async () => ({
  default: (await import("~/features/board/BoardEditor")).BoardEditor,
}));

interface CapsuleEditorProps {
  readonly capsule: Capsule;
}

interface Opened {
  readonly details: Details;
  /** What was done on this device and did not get through: on the board, and beside it. */
  readonly unsent: Changes | null;
  readonly unsaved: Partial<Details> | null;
  /** How many elements of an older document are not what they should be, and were left out. */
  readonly unreadable: number;
}

/** Opens the capsule's board, which everybody shares who works on it, with what was left here. */
export function CapsuleEditor({ capsule }: CapsuleEditorProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    let isGone = false;
    open(capsule).then(
      (next) => {
        if (!isGone) setOpened(next);
      },
      (failure: unknown) => {
        if (!isGone) setError(failure);
      },
    );
    return () => {
      isGone = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- begins with what the loader gave; the rest is on the board
  }, [capsule.id]);

  if (error) throw error;
  if (!opened) return <PageWaits />;
  return <OpenCapsule key={capsule.id} capsuleId={capsule.id} opened={opened} />;
}

async function open(capsule: Capsule): Promise<Opened> {
  const { title, activity_ids } = capsule;
  const [unsent, unsaved, unreadable] = await Promise.all([
    keptChanges.read(capsule.id),
    keptDetails.read(capsule.id),
    saveUpToDate(capsule),
  ]);
  return {
    details: { title, activity_ids, ...unsaved },
    unsent: unsent ?? null,
    unsaved: unsaved ?? null,
    unreadable,
  };
}

/** A board is in the schema of our tldraw: a document that is not yet becomes so first. */
async function saveUpToDate({ id, version, document }: Capsule): Promise<number> {
  const { bringUpToDate } = await import("~/features/board/bringUpToDate");
  const fresh = bringUpToDate(document);
  if (!fresh) return 0;
  await orThrow(
    api.PUT("/api/capsules/{capsule_id}", {
      params: { path: { capsule_id: id } },
      body: { version, document: fresh.document },
    }),
  );
  return fresh.unreadable;
}

interface OpenCapsuleProps {
  readonly capsuleId: string;
  readonly opened: Opened;
}

function OpenCapsule({ capsuleId, opened }: OpenCapsuleProps) {
  const { t } = useTranslation("capsules");
  const notifyError = useErrorNotification();
  const { person } = useAuth();
  const [line] = useState(() => boardLine(capsuleId));
  const [board, setBoard] = useState<EditedBoard | null>(null);
  const [sync, setSync] = useState<Sync>({ kind: "open", unsent: opened.unsent, isOffline: false });
  const saving = useAutosave(capsuleId, opened.unsaved, board, sync);
  const [importing, setImporting] = useState<{ file: File; afterPageId: string } | null>(null);
  const [isShowingActivities, setShowingActivities] = useState(false);
  const [presented, setPresented] = useState<Presented | null>(null);
  const [details, setDetails] = useState(opened.details);
  const { id = "", first_name = "", last_name = "" } = person ?? {};
  const me = useMemo(
    () => ({ id, name: `${first_name} ${last_name}`.trim(), colour: colourOfPerson(id).fill }),
    [id, first_name, last_name],
  );
  usePageTitle(details.title);
  const readyPicture = useCallback(
    async (pageId: string) => (opened.unsent ? null : readThumbnail(capsuleId, pageId)),
    [capsuleId, opened],
  );

  const { unreadable } = opened;
  useEffect(() => {
    if (unreadable > 0) notifyDone(t("editor.unreadable", { count: unreadable }));
  }, [unreadable, t]);

  function change(changed: Partial<Details>) {
    setDetails((before) => ({ ...before, ...changed }));
    saving.change(changed);
  }

  async function beginImport(file: File) {
    if (!board) return;
    try {
      await saving.flush();
      setImporting({ file, afterPageId: board.pageId() });
    } catch (error) {
      notifyError(error);
    }
  }

  function finishImport({ result }: Imported) {
    setImporting(null);
    switch (result.kind) {
      case "added":
        if (result.page_ids[0] !== undefined) board?.showPage(result.page_ids[0]);
        break;
      case "replaced":
        break;
      case "to_merge":
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
        saving={saving}
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
            {...line}
            me={me}
            readyPicture={readyPicture}
            unsent={opened.unsent}
            onMount={setBoard}
            onSync={setSync}
            onFiles={([file]) => file && void beginImport(file)}
          />
        </Suspense>
        {isShowingActivities && (
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
          onClose={() => setImporting(null)}
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
    </div>
  );
}

interface Presented {
  readonly document: unknown;
  readonly pageId: string;
  readonly pageIds: readonly string[];
}

/** The line to the capsule's board. */
function boardLine(capsuleId: string) {
  const params = { path: { capsule_id: capsuleId } };
  return {
    address: boardAddress(`/live/boards/capsules/${encodeURIComponent(capsuleId)}`),
    readTicket: async (signal: AbortSignal) => {
      const { ticket } = await orThrow(
        api.POST("/api/capsules/{capsule_id}/board/ticket", { params, signal }),
      );
      return ticket;
    },
  };
}
