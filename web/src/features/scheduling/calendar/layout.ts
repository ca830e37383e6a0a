/** Where sessions stand on the calendar. */
import type { SessionCard } from "~/features/scheduling/queries";
import { addDays } from "~/features/scheduling/times/days";
import { wallAt } from "~/features/scheduling/times/zones";

const HOUR_MINUTES = 60;
export const DAY_MINUTES = 24 * HOUR_MINUTES;

export type Timed = Pick<SessionCard, "id" | "start_time" | "end_time">;

/** A session on one day's column: minutes from midnight, and its lane among those beside it. */
export interface Placed<Session extends Timed> {
  readonly session: Session;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  readonly lanes: number;
}

/** Shorter than this a session could not be read or taken hold of. */
const LEAST_MINUTES = 25;

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * HOUR_MINUTES + minutes;
}

export function timeOf(minutes: number): string {
  const within = Math.min(Math.max(minutes, 0), DAY_MINUTES - 1);
  return [Math.floor(within / HOUR_MINUTES), within % HOUR_MINUTES]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** What a day's column shows, in this zone; what runs over midnight stands on both days. */
export function placeOnDay<Session extends Timed>(
  sessions: readonly Session[],
  day: string,
  zone: string,
): readonly Placed<Session>[] {
  const spans = sessions
    .flatMap((session) => {
      const start = wallAt(Date.parse(session.start_time), zone);
      const end = wallAt(Date.parse(session.end_time), zone);
      if (start.date > day || end.date < day) return [];
      const from = start.date < day ? 0 : minutesOf(start.time);
      const until = end.date > day ? DAY_MINUTES : minutesOf(end.time);
      if (until <= from && start.date < day) return [];
      return [{ session, from, to: Math.max(until, from + LEAST_MINUTES) }];
    })
    .toSorted(
      (one, other) =>
        one.from - other.from ||
        other.to - one.to ||
        one.session.id.localeCompare(other.session.id),
    );
  return spread(spans);
}

type Span<Session> = { readonly session: Session; readonly from: number; readonly to: number };

/** Those that overlap, directly or by others, share the column's width. */
function spread<Session extends Timed>(
  spans: readonly Span<Session>[],
): readonly Placed<Session>[] {
  const placed: Placed<Session>[] = [];
  let group: (Span<Session> & { lane: number })[] = [];
  let ends: number[] = [];

  function close() {
    placed.push(...group.map((span) => ({ ...span, lanes: ends.length })));
    group = [];
    ends = [];
  }

  for (const span of spans) {
    if (ends.every((end) => end <= span.from)) close();
    const free = ends.findIndex((end) => end <= span.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = span.to;
    group.push({ ...span, lane });
  }
  close();
  return placed;
}

/** The sessions of each day on which they begin, in the order in which they do. */
export function byDay<Session extends Timed>(
  sessions: readonly Session[],
  zone: string,
): ReadonlyMap<string, readonly Session[]> {
  const days = new Map<string, Session[]>();
  for (const session of sessions.toSorted((one, other) =>
    one.start_time.localeCompare(other.start_time),
  )) {
    const { date } = wallAt(Date.parse(session.start_time), zone);
    days.set(date, [...(days.get(date) ?? []), session]);
  }
  return days;
}

/** The hours worth showing: working hours, and whatever lies outside them. */
export function hoursOf(placed: readonly Placed<Timed>[]): readonly [number, number] {
  const first = Math.min(8, ...placed.map(({ from }) => Math.floor(from / HOUR_MINUTES)));
  const last = Math.max(20, ...placed.map(({ to }) => Math.ceil(to / HOUR_MINUTES)));
  return [first, Math.min(last, 24)];
}

/** Where something that is let go lies: a quarter of an hour is as near as a hand comes. */
export function nearestSlot(minutes: number): number {
  return Math.min(Math.max(Math.round(minutes / 15) * 15, 0), DAY_MINUTES - 15);
}

export type View = "month" | "week" | "day" | "list";

/** How many days the list looks ahead. */
const LISTED_DAYS = 60;

/** The days that a view shows, as the first and the one after the last. */
export function daysShown(
  view: View,
  weeks: readonly (readonly string[])[],
  week: readonly string[],
  day: string,
): readonly [string, string] {
  switch (view) {
    case "month":
      return [weeks[0]?.[0] ?? day, addDays(weeks.at(-1)?.at(-1) ?? day, 1)];
    case "week":
      return [week[0] ?? day, addDays(week.at(-1) ?? day, 1)];
    case "day":
      return [day, addDays(day, 1)];
    case "list":
      return [day, addDays(day, LISTED_DAYS)];
  }
}
