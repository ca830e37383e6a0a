/** Clocks of the world's time zones, by the browser's own tables. */

/** What a clock and a calendar on the wall show: `2027-03-02` and `14:00`. */
export interface Wall {
  readonly date: string;
  readonly time: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WALL = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  // This language writes years first and knows no twelve o'clock.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(zone, format);
  return format;
}

export function wallAt(instant: number, zone: string): Wall {
  const [date = "", time = ""] = formatIn(zone).format(instant).split(" ");
  return { date, time };
}

/** How many minutes the zone is ahead of UTC at that moment. */
export function offsetAt(instant: number, zone: string): number {
  const { date, time } = wallAt(instant, zone);
  const shown = Date.parse(`${date}T${time}Z`);
  return Math.round((shown - Math.floor(instant / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

/**
 * The moment at which the zone's wall shows this; null for what is no date and time. An hour that
 * comes twice in autumn is the first of the two; one that is left out in spring, an hour later.
 */
export function instantOf({ date, time }: Wall, zone: string): number | null {
  const [, year, month, day, hour, minute] = WALL.exec(`${date} ${time}`) ?? [];
  if (year === undefined) return null;
  const shown = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
  );
  const isReal = new Date(shown).toISOString().startsWith(`${date}T${time}`);
  if (!isReal) return null;
  const before = shown - offsetAt(shown - DAY_MS, zone) * MINUTE_MS;
  const after = shown - offsetAt(shown + DAY_MS, zone) * MINUTE_MS;
  const shows = (instant: number) => instant + offsetAt(instant, zone) * MINUTE_MS === shown;
  return !shows(before) && shows(after) ? after : before;
}

/** `UTC+1`, `UTC−3:30`, `UTC` */
export function offsetText(minutes: number): string {
  if (minutes === 0) return "UTC";
  const far = Math.abs(minutes);
  const rest = far % 60 === 0 ? "" : `:${String(far % 60).padStart(2, "0")}`;
  return `UTC${minutes > 0 ? "+" : "−"}${Math.floor(far / 60)}${rest}`;
}

/** `America/Argentina/Buenos_Aires` is the time of Buenos Aires; UTC is of no town. */
export function cityOf(zone: string): string | null {
  const parts = zone.split("/");
  if (parts.length < 2 || parts[0] === "Etc") return null;
  return parts.at(-1)?.replaceAll("_", " ") ?? null;
}

export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Those to choose from, with one that may be unknown to this browser. */
export function zonesWith(zone: string): readonly string[] {
  return [...new Set([zone, ownZone(), "UTC", ...Intl.supportedValuesOf("timeZone")])].toSorted();
}
