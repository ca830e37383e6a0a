import { useDroppable } from "@dnd-kit/core";
import { VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/calendar/calendar.module.css";
import { byDay } from "~/features/scheduling/calendar/layout";
import { SessionChip } from "~/features/scheduling/calendar/SessionChip";
import type { SessionCard } from "~/features/scheduling/queries";
import { addDays, dayText } from "~/features/scheduling/times/days";
import { ownZone } from "~/features/scheduling/times/zones";

/** More would make the weeks of a month too high to be seen at once. */
const SHOWN = 3;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

interface MonthGridProps {
  readonly weeks: readonly (readonly string[])[];
  readonly month: string;
  readonly today: string;
  /** Where the arrow keys are. */
  readonly day: string;
  readonly sessions: readonly SessionCard[];
  readonly onPick: (day: string) => void;
  readonly onOpenDay: (day: string) => void;
  readonly onNew?: (day: string) => void;
  readonly onStep: (months: number) => void;
  readonly onMove: (session: SessionCard) => void;
}

export function MonthGrid({ weeks, day, onPick, onStep, sessions, ...rest }: MonthGridProps) {
  const { i18n } = useTranslation();
  const days = byDay(sessions, ownZone());
  const grid = useRef<HTMLDivElement>(null);
  const isByKey = useRef(false);

  useEffect(() => {
    if (!isByKey.current) return;
    isByKey.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  }, [day]);

  function steer(event: KeyboardEvent) {
    const isOnDay =
      event.target instanceof HTMLElement && event.target.dataset["day"] !== undefined;
    const step = STEPS[event.key];
    if (!isOnDay || (step === undefined && !event.key.startsWith("Page"))) return;
    event.preventDefault();
    isByKey.current = true;
    if (step === undefined) onStep(event.key === "PageUp" ? -1 : 1);
    else onPick(addDays(day, step));
  }

  return (
    // oxlint-disable-next-line no-static-element-interactions -- arrow keys between its buttons
    <div ref={grid} className={classes["grid"]} onKeyDown={steer}>
      {weeks[0]?.map((each) => (
        <div key={each} className={classes["weekday"]}>
          {dayText(each, i18n.language, { weekday: "short" })}
        </div>
      ))}
      {weeks.flat().map((each) => (
        <Cell
          key={each}
          date={each}
          isPicked={each === day}
          sessions={days.get(each) ?? []}
          {...rest}
        />
      ))}
    </div>
  );
}

interface CellProps extends Pick<
  MonthGridProps,
  "month" | "today" | "onOpenDay" | "onNew" | "onMove"
> {
  readonly date: string;
  readonly isPicked: boolean;
  readonly sessions: readonly SessionCard[];
}

function Cell({ date, month, today, isPicked, sessions, onOpenDay, onNew, onMove }: CellProps) {
  const { t, i18n } = useTranslation("scheduling");
  const { setNodeRef, isOver } = useDroppable({ id: date });
  const named = dayText(date, i18n.language, { dateStyle: "full" });
  const more = sessions.length - SHOWN;
  const shown = more === 1 ? sessions : sessions.slice(0, SHOWN);
  const look = [
    classes["cell"],
    date.startsWith(month) ? "" : classes["outside"],
    date === today ? classes["today"] : "",
    isOver ? classes["over"] : "",
  ];
  return (
    <div ref={setNodeRef} className={look.join(" ")}>
      {onNew && (
        <button
          type="button"
          className={classes["slot"]}
          tabIndex={-1}
          aria-label={t("calendar.new_on", { day: named })}
          onClick={() => onNew(date)}
        />
      )}
      <button
        type="button"
        className={classes["number"]}
        data-day={date}
        tabIndex={isPicked ? 0 : -1}
        aria-current={date === today ? "date" : undefined}
        onClick={() => onOpenDay(date)}
      >
        <span aria-hidden>{Number(date.slice(8))}</span>
        <VisuallyHidden>
          {sessions.length === 0 ? named : t("calendar.on", { day: named, count: sessions.length })}
        </VisuallyHidden>
      </button>
      {shown.map((session) => (
        <SessionChip key={session.id} session={session} perMinute={0} onMove={onMove} />
      ))}
      {more > 1 && (
        <button type="button" className={classes["more"]} onClick={() => onOpenDay(date)}>
          {t("calendar.more", { count: more })}
        </button>
      )}
      <span className={classes["dots"]} aria-hidden>
        {sessions.slice(0, SHOWN).map(({ id }) => (
          <i key={id} />
        ))}
      </span>
    </div>
  );
}
