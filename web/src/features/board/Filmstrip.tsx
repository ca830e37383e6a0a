import { Button } from "@mantine/core";
import {
  type Announcements,
  closestCenter,
  DndContext,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { IconPlus } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Editor, TLPage } from "tldraw";

import classes from "~/features/board/editor.module.css";
import { FilmstripSlide } from "~/features/board/FilmstripSlide";
import type { ReadyPicture } from "~/features/board/PagePicture";
import { Painter } from "~/features/board/painter";
import { type Turning, usePages } from "~/features/board/usePages";
import { announce } from "~/ui/announcer";
import { notifyUndo } from "~/ui/notify";

/** We say what was moved where ourselves, and in the reader's language. */
const silent: Announcements = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

interface FilmstripProps {
  readonly editor: Editor;
  /** Of this editor; one of its own if there is none yet. */
  readonly painter?: Painter;
  readonly readyPicture?: ReadyPicture | undefined;
  readonly turning?: Turning;
  readonly nameOf?: (number: number, name: string) => string;
}

/** The slides in their order: to go to, to move, to add and to take away. */
export function Filmstrip(props: FilmstripProps) {
  const { editor, readyPicture, turning, nameOf } = props;
  const { t } = useTranslation("capsules");
  const { pages, currentId, show, add, duplicate, rename, move, remove } = usePages(
    editor,
    turning,
  );
  const list = useRef<HTMLOListElement>(null);
  const hasDeleted = useRef(false);
  const painter = useMemo(() => props.painter ?? new Painter(editor), [props.painter, editor]);
  // A click is not the beginning of a drag, and a finger that scrolls is neither.
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));

  function moveAndSay(page: TLPage, to: number) {
    if (to < 0 || to >= pages.length) return;
    move(page.id, to);
    announce(t("slides.moved", { name: page.name, place: to + 1, total: pages.length }));
  }

  useEffect(() => {
    // Whoever had the focus on what is gone goes on beside it.
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!hasDeleted.current || !current) return;
    hasDeleted.current = false;
    current.focus();
  });

  function removeAndOffer(page: TLPage) {
    hasDeleted.current = true;
    const putBack = remove(page);
    notifyUndo(t("slides.deleted", { name: page.name }), putBack);
  }

  return (
    <nav className={classes["filmstrip"]} aria-label={t("slides.list")}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{ announcements: silent }}
        onDragEnd={({ active, over }) => {
          const page = pages.find(({ id }) => id === active.id);
          const to = pages.findIndex(({ id }) => id === over?.id);
          if (page && to !== -1) moveAndSay(page, to);
        }}
      >
        <SortableContext items={pages} strategy={verticalListSortingStrategy}>
          <ol ref={list} className={classes["slides"]}>
            {pages.map((page, place) => (
              <FilmstripSlide
                key={page.id}
                editor={editor}
                painter={painter}
                readyPicture={readyPicture}
                page={page}
                label={nameOf?.(place + 1, page.name)}
                place={place}
                isCurrent={page.id === currentId}
                isOnly={pages.length === 1}
                onShow={() => show(page.id)}
                onStep={(by) => {
                  const next = pages[place + by];
                  if (next) show(next.id);
                }}
                onMove={(by) => moveAndSay(page, place + by)}
                onDuplicate={() => duplicate(page)}
                onRename={(name) => rename(page, name)}
                onDelete={() => removeAndOffer(page)}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      <div className={classes["add"]}>
        <Button
          variant="default"
          size="sm"
          fullWidth
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
        >
          {t("slides.add")}
        </Button>
      </div>
    </nav>
  );
}
