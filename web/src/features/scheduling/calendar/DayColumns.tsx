import { useDroppable } from "@dnd-kit/core";
import { VisuallyHidden } from "@mantine/core";
import type { CSSProperties, MouseEvent } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/calendar/calendar.module.css";
import {
  hoursOf,
  minutesOf,
  type Placed,
  placeOnDay,
  timeOf,
} from "~/features/scheduling/calendar/layout";
import { SessionChip } from "~/features/scheduling/calendar/SessionChip";
import type { SessionCard } from "~/features/scheduling/queries";
import { dayText } from "~/features/scheduling/times/days";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { regional } from "~/ui/regional";
import { ownZone, type Wall, wallAt } from "~/features/scheduling/times/zones";

const HOUR_PX = 52;
const PER_MINUTE = HOUR_PX / 60;
const SLOT_MINUTES = 30;
/** It takes the focus, so that keys can scroll it. */
const SCROLLER = { className: classes["scroller"], tabIndex: 0 };

interface DayColumnsProps {
  readonly days: readonly string[];
  readonly today: string;
  readonly sessions: readonly SessionCard[];
  readonly onOpenDay: (day: string) => void;
  readonly onNew?: (wall: Partial<Wall>) => void;
  readonly onMove: (session: SessionCard) => void;
}

/** A week or a day, hour by hour. */
export function DayColumns({ days, today, sessions, onOpenDay, onNew, onMove }: DayColumnsProps) {
  const { t, i18n } = useTranslation("scheduling");
  const zone = ownZone();
  const columns = days.map((day) => ({ day, placed: placeOnDay(sessions, day, zone) }));
  const [first, last] = hoursOf(columns.flatMap(({ placed }) => placed));
  const style = {
    "--days": days.length,
    "--hour": `${HOUR_PX}px`,
  } as CSSProperties;
  const height = (last - first) * HOUR_PX;
  return (
    <div {...SCROLLER} role="region" aria-label={t("calendar.title")}>
      <div className={classes["columns"]} style={style}>
        <div className={classes["corner"]} />
        {days.map((day) => (
          <div key={day} className={classes["dayHead"]} data-today={day === today || undefined}>
            <button
              type="button"
              aria-current={day === today ? "date" : undefined}
              onClick={() => onOpenDay(day)}
            >
              <span aria-hidden>
                {dayText(day, i18n.language, {
                  weekday: days.length > 1 ? "short" : "long",
                  day: "numeric",
                })}
              </span>
              <VisuallyHidden>{dayText(day, i18n.language, { dateStyle: "full" })}</VisuallyHidden>
            </button>
          </div>
        ))}
        <div className={classes["hours"]} style={{ height }} aria-hidden>
          {Array.from({ length: last - first - 1 }, (_, index) => (
            <span key={index} style={{ insetBlockStart: (index + 1) * HOUR_PX }}>
              {hourText(first + index + 1, regional(i18n.language))}
            </span>
          ))}
        </div>
        {columns.map(({ day, placed }) => (
          <Column
            key={day}
            day={day}
            placed={placed}
            from={first * 60}
            height={height}
            isToday={day === today}
            onMove={onMove}
            {...(onNew && { onNew })}
          />
        ))}
      </div>
    </div>
  );
}

function hourText(hour: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", timeZone: "UTC" }).format(
    hour * 3_600_000,
  );
}

interface ColumnProps {
  readonly day: string;
  readonly placed: readonly Placed<SessionCard>[];
  /** Minutes from midnight to the upper edge. */
  readonly from: number;
  readonly height: number;
  readonly isToday: boolean;
  readonly onNew?: (wall: Partial<Wall>) => void;
  readonly onMove: (session: SessionCard) => void;
}

function Column({ day, placed, from, height, isToday, onNew, onMove }: ColumnProps) {
  const { t, i18n } = useTranslation("scheduling");
  const { setNodeRef, isOver } = useDroppable({ id: day });
  const now = minutesOf(wallAt(serverNow(), ownZone()).time) - from;

  function begin({ clientY, currentTarget, detail }: MouseEvent<HTMLButtonElement>) {
    if (detail === 0) {
      // By a key: there is no place on it.
      onNew?.({ date: day });
      return;
    }
    const within = (clientY - currentTarget.getBoundingClientRect().top) / PER_MINUTE;
    const slot = Math.floor((from + within) / SLOT_MINUTES) * SLOT_MINUTES;
    onNew?.({ date: day, time: timeOf(slot) });
  }

  return (
    <div
      ref={setNodeRef}
      className={[classes["column"], isOver ? classes["over"] : ""].join(" ")}
      style={{ height }}
    >
      {onNew && (
        <button
          type="button"
          className={classes["slot"]}
          aria-label={t("calendar.new_on", {
            day: dayText(day, i18n.language, { dateStyle: "full" }),
          })}
          onClick={begin}
        />
      )}
      {isToday && now >= 0 && now * PER_MINUTE <= height && (
        <div className={classes["now"]} style={{ insetBlockStart: now * PER_MINUTE }} />
      )}
      {placed.map(({ session, from: start, to, lane, lanes }) => (
        <div
          key={session.id}
          className={classes["block"]}
          style={{
            insetBlockStart: (start - from) * PER_MINUTE,
            height: (to - start) * PER_MINUTE,
            insetInlineStart: `${(100 * lane) / lanes}%`,
            width: `${100 / lanes}%`,
          }}
        >
          <SessionChip session={session} perMinute={PER_MINUTE} onMove={onMove} />
        </div>
      ))}
    </div>
  );
}
