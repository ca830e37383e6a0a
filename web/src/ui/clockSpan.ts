const DAY_MS = 24 * 60 * 60 * 1000;

/** "14:00 – 15:30", and "23:00 – 00:30": Intl would write both days as soon as they differ. */
export function clockSpan(clock: Intl.DateTimeFormat, from: Date, to: Date): string {
  const isOfOneDay = clock.formatRangeToParts(from, to).every(({ type }) => type !== "day");
  if (isOfOneDay || to.getTime() - from.getTime() >= DAY_MS) return clock.formatRange(from, to);
  return `${clock.format(from)} – ${clock.format(to)}`;
}
