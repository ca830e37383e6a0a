import { addDays, weekdayOf, weekOf } from "~/features/scheduling/times/days";

/** As much as the server takes. */
export const MOST_TIMES = 200;

/** How a session repeats, as it is typed. */
export interface Repeat {
  readonly kind: "none" | "weekly" | "chosen";
  /** 0 is Monday. */
  readonly weekdays: readonly number[];
  /** Weeks from one to the next. */
  readonly every: number;
  readonly ends: "count" | "until";
  readonly count: number;
  readonly until: string;
  /** Besides the first day. */
  readonly days: readonly string[];
  /** Days left out. */
  readonly exceptions: readonly string[];
}

export const NO_REPEAT: Repeat = {
  kind: "none",
  weekdays: [],
  every: 1,
  ends: "count",
  count: 6,
  until: "",
  days: [],
  exceptions: [],
};

/** The weekdays that are ticked, or that of the first day while none is. */
export function weekdaysOf(repeat: Repeat, start: string): readonly number[] {
  return repeat.weekdays.length > 0 || start === "" ? repeat.weekdays : [weekdayOf(start)];
}

export function ruleOf(repeat: Repeat, start: string) {
  if (repeat.kind === "chosen") {
    return { kind: "chosen" as const, days: [...new Set([start, ...repeat.days])].toSorted() };
  }
  const { every, ends, count, until } = repeat;
  return {
    kind: "weekly" as const,
    weekdays: [...weekdaysOf(repeat, start)],
    every,
    ...(ends === "count" ? { count } : { until }),
  };
}

/** The days to come, to be looked at before they are made: the server counts for itself. */
export function daysOf(repeat: Repeat, start: string): readonly string[] {
  if (start === "" || repeat.kind === "none") return start === "" ? [] : [start];
  const all =
    repeat.kind === "chosen"
      ? [...new Set([start, ...repeat.days])].toSorted()
      : weekly(repeat, start);
  return all.filter((day) => !repeat.exceptions.includes(day));
}

function weekly(repeat: Repeat, start: string): readonly string[] {
  const { every, ends, count, until } = repeat;
  const weekdays = weekdaysOf(repeat, start);
  const days: string[] = [];
  const most = ends === "count" ? Math.min(count, MOST_TIMES) : MOST_TIMES;
  const last = ends === "until" ? until : "9999-12-31";
  if (weekdays.length === 0 || !(every >= 1)) return days;
  for (let monday = weekOf(start)[0] ?? start; ; monday = addDays(monday, 7 * every)) {
    for (const weekday of weekdays.toSorted((one, other) => one - other)) {
      const day = addDays(monday, weekday);
      if (days.length >= most || day > last) return days;
      if (day >= start) days.push(day);
    }
  }
}
