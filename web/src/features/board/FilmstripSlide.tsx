import { useSortable } from "@dnd-kit/sortable";
import { ActionIcon, Menu, TextInput, VisuallyHidden } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Editor, TLPage } from "tldraw";

import classes from "~/features/board/editor.module.css";
import { PagePicture, type ReadyPicture } from "~/features/board/PagePicture";
import type { Painter } from "~/features/board/painter";
import { MAIN } from "~/ui/SkipLink";

const MAX_NAME = 100;

interface FilmstripSlideProps {
  readonly editor: Editor;
  readonly painter: Painter;
  readonly readyPicture: ReadyPicture | undefined;
  readonly page: TLPage;
  /** What it is called, where that is not its number and its name. */
  readonly label: string | undefined;
  readonly place: number;
  readonly isCurrent: boolean;
  readonly isOnly: boolean;
  readonly onShow: () => void;
  readonly onStep: (by: -1 | 1) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onDuplicate: () => void;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}

export function FilmstripSlide(props: FilmstripSlideProps) {
  const { editor, painter, readyPicture, page, place, isCurrent, isOnly } = props;
  const { t } = useTranslation("capsules");
  const [isRenaming, setRenaming] = useState(false);
  /** The menu gives the focus back when it is gone: only then can it go elsewhere. */
  const will = useRef<"rename" | "delete">(null);
  const { setNodeRef, listeners, transform, transition, isDragging } = useSortable({ id: page.id });
  const button = useRef<HTMLButtonElement>(null);
  const wasMovedByKey = useRef(false);

  useEffect(() => {
    if (isCurrent) button.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isCurrent]);

  function onKeyDown(event: React.KeyboardEvent) {
    const by = STEPS[event.key];
    if (by !== undefined && event.altKey) {
      wasMovedByKey.current = true;
      props.onMove(by);
    } else if (by !== undefined) props.onStep(by);
    else if (event.key === "Delete" && !isOnly) props.onDelete();
    else if (event.key === "F2") setRenaming(true);
    else return;
    event.preventDefault();
    // tldraw listens to the whole page: the same key would turn the page, or erase what is selected.
    event.stopPropagation();
  }

  useLayoutEffect(() => {
    // To move a slide is to take it out and put it in again: the focus would be lost.
    if (wasMovedByKey.current) button.current?.focus();
    wasMovedByKey.current = false;
    // oxlint-disable-next-line react/exhaustive-deps -- whenever it stands in another place
  }, [place]);

  useEffect(() => {
    // Stepping with the arrows takes the focus along.
    const strip = button.current?.closest("ol");
    if (isCurrent && strip?.contains(document.activeElement)) button.current?.focus();
  }, [isCurrent]);

  return (
    <li
      ref={setNodeRef}
      className={classes["item"]}
      data-is-dragged={isDragging || undefined}
      style={{
        transform: transform ? `translate(${transform.x}px, ${transform.y}px)` : undefined,
        transition,
      }}
    >
      <button
        ref={button}
        type="button"
        className={classes["slide"]}
        aria-current={isCurrent || undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete F2"
        onClick={props.onShow}
        onDoubleClick={() => setRenaming(true)}
        onKeyDown={onKeyDown}
        {...listeners}
      >
        {props.label !== undefined && <VisuallyHidden>{props.label}</VisuallyHidden>}
        <span className={classes["number"]} aria-hidden={props.label !== undefined}>
          <VisuallyHidden>{t("slides.slide")} </VisuallyHidden>
          {place + 1}
        </span>
        <span className={classes["picture"]}>
          <PagePicture
            editor={editor}
            painter={painter}
            pageId={page.id}
            readyPicture={readyPicture}
          />
        </span>
        {!isRenaming && !isNumber(page.name) && (
          <span
            className={classes["name"]}
            title={page.name}
            aria-hidden={props.label !== undefined}
          >
            {page.name}
          </span>
        )}
      </button>
      <Menu
        position="right-start"
        width={230}
        portalProps={{ target: `#${MAIN}` }}
        onExitTransitionEnd={() => {
          const chosen = will.current;
          will.current = null;
          if (chosen === "rename") setRenaming(true);
          if (chosen === "delete") props.onDelete();
        }}
      >
        <Menu.Target>
          <ActionIcon
            className={classes["more"] ?? ""}
            variant="default"
            size={24}
            aria-label={t("slides.actions", { place: place + 1 })}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={props.onDuplicate}>
            {t("duplicate")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => (will.current = "rename")}
          >
            {t("rename")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowUp size={16} />}
            disabled={place === 0}
            onClick={() => props.onMove(-1)}
          >
            {t("slides.move_up")}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={16} />} onClick={() => props.onMove(1)}>
            {t("slides.move_down")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="danger"
            leftSection={<IconTrash size={16} />}
            disabled={isOnly}
            onClick={() => (will.current = "delete")}
          >
            {t("delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isRenaming && (
        <TextInput
          size="xs"
          mt={4}
          aria-label={t("slides.name")}
          defaultValue={page.name}
          maxLength={MAX_NAME}
          ref={focusAndSelect}
          onKeyDown={(event) => {
            if (event.key === "Escape") setRenaming(false);
            if (event.key === "Enter") event.currentTarget.blur();
          }}
          onBlur={(event) => {
            const name = event.currentTarget.value.trim();
            if (isRenaming && name !== "") props.onRename(name);
            setRenaming(false);
          }}
        />
      )}
    </li>
  );
}

/** A slide that nobody has named bears the number that it was made with. */
function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

function focusAndSelect(input: HTMLInputElement | null) {
  input?.focus();
  input?.select();
}

const STEPS: Readonly<Record<string, -1 | 1>> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};
