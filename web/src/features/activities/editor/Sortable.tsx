import {
  type Announcements,
  type CollisionDetection,
  DndContext,
  KeyboardCode,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/activities/editor/Editor.module.css";

interface SortableProps {
  readonly ids: readonly string[];
  readonly nameOf: (index: number) => string;
  readonly onMove: (from: number, to: number) => void;
  readonly children: ReactNode;
}

const Moving = createContext<Omit<SortableProps, "children">>({
  ids: [],
  nameOf: () => "",
  onMove: () => {},
});

/** Nothing moves sideways in a list. */
const vertically: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** By the edge that goes ahead: a tall row has passed a low one when it covers half of it. */
const nearestEdge: CollisionDetection = ({
  collisionRect: moved,
  droppableRects,
  droppableContainers,
}) =>
  droppableContainers
    .flatMap((droppableContainer) => {
      const { id } = droppableContainer;
      const rect = droppableRects.get(id);
      if (!rect) return [];
      const value = Math.min(Math.abs(rect.top - moved.top), Math.abs(rect.bottom - moved.bottom));
      return [{ id, data: { droppableContainer, value } }];
    })
    .toSorted((one, other) => one.data.value - other.data.value);

const keyboardCodes = {
  // Enter opens the grip's menu.
  start: [KeyboardCode.Space],
  end: [KeyboardCode.Space, KeyboardCode.Enter],
  cancel: [KeyboardCode.Esc],
};

/** A list whose rows move: by their grip, by Space and the arrows, or by the grip's menu. */
export function Sortable({ ids, nameOf, onMove, children }: SortableProps) {
  const { t } = useTranslation("activities");
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { keyboardCodes, coordinateGetter: sortableKeyboardCoordinates }),
  );
  const place = (id: UniqueIdentifier) => ids.indexOf(String(id));
  const name = (id: UniqueIdentifier) => nameOf(place(id));
  const announcements: Announcements = {
    onDragStart: ({ active }) => t("sort.taken", { name: name(active.id) }),
    onDragOver: ({ over }) =>
      over ? t("sort.over", { place: place(over.id) + 1, places: ids.length }) : undefined,
    onDragEnd: ({ over }) =>
      over ? t("sort.dropped", { place: place(over.id) + 1, places: ids.length }) : undefined,
    onDragCancel: () => t("sort.cancelled"),
  };
  const moving = useMemo(() => ({ ids, nameOf, onMove }), [ids, nameOf, onMove]);
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={nearestEdge}
      modifiers={[vertically]}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: t("sort.instructions") },
      }}
      onDragEnd={({ active, over }) => {
        if (over && active.id !== over.id) onMove(place(active.id), place(over.id));
      }}
    >
      <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
        <Moving value={moving}>{children}</Moving>
      </SortableContext>
    </DndContext>
  );
}

interface SortableRowProps {
  readonly id: string;
  readonly className?: string | undefined;
  readonly children: (grip: ReactNode) => ReactNode;
}

export function SortableRow({ id, className, children }: SortableRowProps) {
  const { t } = useTranslation("activities");
  const { ids, nameOf, onMove } = useContext(Moving);
  const index = ids.indexOf(id);
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id, attributes: { roleDescription: t("sort.role") } });
  const grip = (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <ActionIcon
          {...attributes}
          {...listeners}
          ref={setActivatorNodeRef}
          variant="subtle"
          color="gray"
          size={36}
          className={classes["grip"]}
          aria-label={t("sort.move", { name: nameOf(index) })}
          onKeyUp={(event) => {
            // Space has taken the row: it is not also a click.
            if (event.code === "Space") event.preventDefault();
          }}
        >
          <IconGripVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowUp size={16} aria-hidden />}
          disabled={index === 0}
          onClick={() => {
            onMove(index, index - 1);
          }}
        >
          {t("sort.up")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={16} aria-hidden />}
          disabled={index === ids.length - 1}
          onClick={() => {
            onMove(index, index + 1);
          }}
        >
          {t("sort.down")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <li
      ref={setNodeRef}
      className={className}
      data-dragging={isDragging || undefined}
      style={{
        transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined,
        transition,
      }}
    >
      {children(grip)}
    </li>
  );
}
