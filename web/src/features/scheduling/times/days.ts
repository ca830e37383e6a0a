/** Days of the calendar, as `2027-03-02`: they have no hours and no zone. */
import { regional } from "~/ui/regional";
import { withFirst } from "~/ui/withFirst";

const DAY_MS = 86_400_000;

const at = (day: string) => Date.parse(`${day}T00:00Z`);
const named = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Whether a text is one, and of this calendar: the 31st of February is none. */
export function isDay(text: unknown): text is string {
  if (typeof text !== "string" || Number.isNaN(at(text))) return false;
  return named(at(text)) === text;
}

export function addDays(day: string, count: number): string {
  return named(at(day) + count * DAY_MS);
}

/** The same day of another month, or the last one where that month is shorter. */
export function addMonths(day: string, count: number): string {
  const date = new Date(at(day));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return named(date.getTime());
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(at(day)).getUTCDay() + 6) % 7;
}

export function weekOf(day: string): readonly string[] {
  const monday = addDays(day, -weekdayOf(day));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The weeks that this day's month touches, whole. */
export function weeksOfMonth(day: string): readonly (readonly string[])[] {
  const first = `${day.slice(0, 8)}01`;
  const last = addDays(addMonths(first, 1), -1);
  const weeks: (readonly string[])[] = [];
  for (let monday = weekOf(first)[0] ?? first; monday <= last; monday = addDays(monday, 7)) {
    weeks.push(weekOf(monday));
  }
  return weeks;
}

/** A day in words; what is wanted of it is Intl's. */
export function dayText(
  day: string,
  language: string,
  options: Omit<Intl.DateTimeFormatOptions, "timeZone">,
): string {
  const format = new Intl.DateTimeFormat(regional(language), { ...options, timeZone: "UTC" });
  return withFirst(format.format(at(day)), language);
}

/** "23–29 novembre 2026" */
export function daysText(first: string, last: string, language: string): string {
  const format = new Intl.DateTimeFormat(regional(language), {
    dateStyle: "long",
    timeZone: "UTC",
  });
  return withFirst(format.formatRange(at(first), at(last)), language);
}
