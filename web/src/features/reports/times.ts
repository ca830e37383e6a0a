/** Times of a report: in the reader's language and in the browser's time zone. */
import { useTranslation } from "react-i18next";

import { clockSpan } from "~/ui/clockSpan";
import { regional } from "~/ui/regional";
import { withFirst } from "~/ui/withFirst";

const MINUTE_MS = 60_000;
/** Between two marks of a time axis, in minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440];
const MOST_MARKS = 6;

export interface Times {
  /** "Vendredi 20 novembre 2026": it begins a line. */
  readonly day: (time: string) => string;
  /** "09:05" */
  readonly clock: (time: string | number) => string;
  /** "09:05–10:30", with days if it is longer than one */
  readonly span: (from: string, to: string) => string;
  readonly duration: (seconds: number) => string;
}

export function useTimes(): Times {
  const { i18n } = useTranslation();
  return timesIn(regional(i18n.language));
}

export function timesIn(language: string): Times {
  const day = new Intl.DateTimeFormat(language, { dateStyle: "full" });
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const date = (time: string | number) => new Date(time);
  return {
    day: (time) =>
      withFirst(day.format(date(time)), language).replace(/^./u, (first) => first.toUpperCase()),
    clock: (time) => clock.format(date(time)),
    span: (from, to) => clockSpan(clock, date(from), date(to)),
    duration: (seconds) => durationIn(language, seconds),
  };
}

/** Whole minutes, and hours above sixty; what is shorter than a minute in seconds. */
export function durationIn(language: string, seconds: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(
      value,
    );
  if (seconds < 60) return unit(seconds, "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, "minute");
  const rest = minutes % 60;
  const hours = unit(Math.floor(minutes / 60), "hour");
  return rest === 0 ? hours : `${hours} ${unit(rest, "minute")}`;
}

/** Where the marks of a time axis are: round local times, at most six. */
export function axisMarks(from: number, to: number): readonly number[] {
  const minutes = (to - from) / MINUTE_MS;
  const step = (STEPS.find((each) => minutes / each <= MOST_MARKS) ?? minutes) * MINUTE_MS;
  const shift = new Date(from).getTimezoneOffset() * MINUTE_MS;
  const first = Math.ceil((from - shift) / step) * step + shift;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

/** A moment's place on an axis, from 0 to 1. */
export function placeOn(from: number, to: number, time: number): number {
  return to > from ? Math.min(Math.max((time - from) / (to - from), 0), 1) : 0;
}
