const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What those who listen are told, in seconds before: not every second. */
const STEPS = [HOUR, 30 * MINUTE, 10 * MINUTE, 5 * MINUTE, MINUTE, 10];

/** Days and hours while it is far; then a clock that runs: `3 j 4 h`, `04:12:09`, `12:09`. */
export function countdownText(seconds: number, language: string): string {
  const left = Math.max(0, Math.ceil(seconds));
  if (left >= DAY) return longText(left, language, "short");
  const clock = [Math.floor((left % HOUR) / MINUTE), left % MINUTE];
  if (left >= HOUR) clock.unshift(Math.floor(left / HOUR));
  return clock.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The two largest units in words, for a sentence: `1 heure 5 minutes`. */
export function longText(
  seconds: number,
  language: string,
  unitDisplay: "long" | "short" = "long",
): string {
  const left = Math.max(0, Math.ceil(seconds));
  const units = [
    ["day", Math.floor(left / DAY)],
    ["hour", Math.floor((left % DAY) / HOUR)],
    ["minute", Math.floor((left % HOUR) / MINUTE)],
    ["second", left % MINUTE],
  ] as const;
  const first = Math.max(
    0,
    units.findIndex(([, count]) => count > 0),
  );
  const shown = left === 0 ? units.slice(3) : units.slice(first, first + 2);
  return shown
    .filter(([, count]) => count > 0 || left === 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }).format(count),
    )
    .join(" ");
}

/** In seconds, but whole minutes from the first on: nobody counts seconds of a class. */
export function inMinutes(seconds: number): number {
  return seconds < MINUTE ? seconds : Math.round(seconds / MINUTE) * MINUTE;
}

/** The step that was reached between two looks, if one was: the latest of them. */
export function stepBetween(before: number, now: number): number | null {
  return STEPS.findLast((step) => before > step && now <= step && now > 0) ?? null;
}

/** How long to wait before asking at the door again: soon when it should open, and not all at once. */
export function askAgainIn(secondsLeft: number, chance = Math.random()): number {
  const spread = 2000 * chance;
  if (secondsLeft <= 0) return 3000 + spread;
  return Math.min(secondsLeft * 1000 + spread, 5 * MINUTE * 1000 + 10 * spread);
}
