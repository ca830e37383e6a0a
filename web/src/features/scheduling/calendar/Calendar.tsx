import {
  DndContext,
  type DragEndEvent,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { Button, Group, SegmentedControl, Text, Title, Tooltip, ActionIcon } from "@mantine/core";
import { IconCalendarStar, IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import classes from "~/features/scheduling/calendar/calendar.module.css";
import { CalendarList } from "~/features/scheduling/calendar/CalendarList";
import { DayColumns } from "~/features/scheduling/calendar/DayColumns";
import { daysShown, nearestSlot, timeOf, type View } from "~/features/scheduling/calendar/layout";
import { MonthGrid } from "~/features/scheduling/calendar/MonthGrid";
import { type Move, MoveDialog } from "~/features/scheduling/calendar/MoveDialog";
import { SubscribeButton } from "~/features/scheduling/calendar/SubscribeButton";
import { calendarQuery, type SessionCard } from "~/features/scheduling/queries";
import {
  addDays,
  addMonths,
  daysText,
  dayText,
  weekOf,
  weeksOfMonth,
} from "~/features/scheduling/times/days";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { useWhen } from "~/features/scheduling/times/when";
import { instantOf, ownZone, type Wall, wallAt } from "~/features/scheduling/times/zones";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { usePageTitle } from "~/ui/usePageTitle";

export interface CalendarPlace {
  readonly view: View;
  readonly day: string;
  readonly mine: boolean;
}

interface CalendarProps {
  readonly place: CalendarPlace;
  readonly onGo: (place: CalendarPlace) => void;
  readonly onNew: (wall: Partial<Wall>) => void;
}

const A_SLIP = { distance: 6 };
const A_LONG_PRESS = { delay: 250, tolerance: 8 };
// What is dragged can be moved in a dialog too, which is said there: dnd-kit need not say more.
const SILENT = {
  screenReaderInstructions: { draggable: "" },
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
};

/** `/calendar`: what is scheduled, in the reader's own time. */
export function Calendar({ place, onGo, onNew }: CalendarProps) {
  const { t, i18n } = useTranslation("scheduling");
  const { can } = useAuth();
  const when = useWhen();
  const [move, setMove] = useState<Move | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: A_SLIP }),
    useSensor(TouchSensor, { activationConstraint: A_LONG_PRESS }),
  );
  usePageTitle(t("calendar.title"));

  const zone = ownZone();
  const today = wallAt(serverNow(), zone).date;
  const { view, day, mine } = place;
  const weeks = weeksOfMonth(day);
  const week = weekOf(day);
  const [first, after] = daysShown(view, weeks, week, day);
  const {
    data: sessions,
    error,
    refetch,
  } = useQuery(calendarQuery({ from: momentOf(first), to: momentOf(after), mine }));

  function momentOf(date: string): string {
    return new Date(instantOf({ date, time: "00:00" }, zone) ?? 0).toISOString();
  }

  function step(count: number) {
    const days = { month: 0, week: 7, day: 1, list: 30 }[view];
    onGo({ ...place, day: view === "month" ? addMonths(day, count) : addDays(day, count * days) });
  }

  function drop({ active, over, delta }: DragEndEvent) {
    const dragged = active.data.current as { session: SessionCard; perMinute: number } | undefined;
    if (!dragged || !over) return;
    const { session, perMinute } = dragged;
    const start = Date.parse(session.start_time);
    const before = wallAt(start, zone);
    const minutes = perMinute === 0 ? 0 : delta.y / perMinute;
    const [hour = 0, minute = 0] = before.time.split(":").map(Number);
    const moved = minutes === 0 ? before.time : timeOf(nearestSlot(hour * 60 + minute + minutes));
    const to = instantOf({ date: String(over.id), time: moved }, zone);
    if (to !== null && to !== start) setMove({ session, to });
  }

  const title = periodText();
  return (
    <>
      <div className={classes["toolbar"]}>
        <Title order={1} className={classes["period"] ?? ""} aria-live="polite">
          {title}
        </Title>
        <div className={classes["steps"]}>
          <Button variant="default" size="sm" onClick={() => onGo({ ...place, day: today })}>
            {t("calendar.today")}
          </Button>
          <Tooltip label={t("calendar.previous")}>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t("calendar.previous")}
              onClick={() => step(-1)}
            >
              <IconChevronLeft size={20} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t("calendar.next")}>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t("calendar.next")}
              onClick={() => step(1)}
            >
              <IconChevronRight size={20} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
        <SegmentedControl
          aria-label={t("calendar.view")}
          value={view}
          onChange={(picked) => onGo({ ...place, view: picked })}
          data={[
            { value: "month" as const, label: t("calendar.month") },
            { value: "week" as const, label: t("calendar.week") },
            { value: "day" as const, label: t("calendar.day") },
            { value: "list" as const, label: t("calendar.list") },
          ]}
        />
        {can("instructor") && (
          <Button
            className={classes["new"] ?? ""}
            leftSection={<IconPlus size={18} aria-hidden />}
            renderRoot={(props) => <Link to="/sessions/new" {...props} />}
          >
            {t("calendar.new")}
          </Button>
        )}
      </div>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        accessibility={SILENT}
        onDragEnd={drop}
        // A page that scrolls under the hand would move the session by more than the hand did.
        autoScroll={false}
      >
        {view === "month" && (
          <MonthGrid
            weeks={weeks}
            month={day.slice(0, 7)}
            today={today}
            day={day}
            sessions={sessions ?? []}
            onPick={(picked) => onGo({ ...place, day: picked })}
            onOpenDay={(picked) => onGo({ ...place, view: "day", day: picked })}
            {...(can("instructor") && { onNew: (date: string) => onNew({ date }) })}
            onStep={step}
            onMove={(session) => setMove({ session, to: null })}
          />
        )}
        {(view === "week" || view === "day") && (
          <DayColumns
            days={view === "week" ? week : [day]}
            today={today}
            sessions={sessions ?? []}
            onOpenDay={(picked) => onGo({ ...place, view: "day", day: picked })}
            {...(can("instructor") && { onNew })}
            onMove={(session) => setMove({ session, to: null })}
          />
        )}
        {view === "list" && (
          <CalendarList sessions={sessions} onMove={(session) => setMove({ session, to: null })} />
        )}
      </DndContext>
      <div className={classes["foot"]}>
        <Text size="sm" c="dimmed">
          {t("calendar.zone", { zone: when.zone(momentOf(day), zone) })}
        </Text>
        <SegmentedControl
          size="sm"
          aria-label={t("calendar.whose")}
          value={mine ? "mine" : "all"}
          onChange={(picked) => onGo({ ...place, mine: picked === "mine" })}
          data={[
            { value: "all", label: t("calendar.all") },
            { value: "mine", label: t("calendar.mine") },
          ]}
        />
        <Group gap="xs">
          <SubscribeButton />
          {can("instructor") && (
            <Button
              variant="subtle"
              size="sm"
              leftSection={<IconCalendarStar size={18} aria-hidden />}
              renderRoot={(props) => <Link to="/events" {...props} />}
            >
              {t("events.title")}
            </Button>
          )}
        </Group>
      </div>
      {move && <MoveDialog key={move.session.id} move={move} onClose={() => setMove(null)} />}
    </>
  );

  function periodText(): string {
    const text = (of: string, options: Intl.DateTimeFormatOptions) =>
      dayText(of, i18n.language, options);
    switch (view) {
      case "month":
        return capital(text(day, { month: "long", year: "numeric" }));
      case "day":
        return capital(text(day, { dateStyle: "full" }));
      case "week":
      case "list":
        return daysText(first, addDays(after, -1), i18n.language);
    }
  }
}

function capital(text: string): string {
  return text.replace(/^./u, (first) => first.toUpperCase());
}
