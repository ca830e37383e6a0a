/** When a session takes place, in words: on the clock of its zone, and on the reader's own. */
import { useTranslation } from "react-i18next";

import { clockSpan } from "~/ui/clockSpan";
import { regional } from "~/ui/regional";
import { withFirst } from "~/ui/withFirst";
import { cityOf, offsetAt, offsetText, ownZone } from "~/features/scheduling/times/zones";

export interface Timed {
  readonly start_time: string;
  readonly end_time: string;
  readonly time_zone: string;
}

export interface Moments {
  /** "Mardi 2 mars 2027": it begins a line. */
  readonly day: (moment: string, zone: string) => string;
  /** "mardi 2 mars 2027" */
  readonly dayWithin: (moment: string, zone: string) => string;
  /** "14:00 – 15:30", with days if it is longer than one */
  readonly span: (timed: Timed, zone: string) => string;
  readonly clock: (moment: string, zone: string) => string;
  /** "2 mars 2027 à 09:00 – 4 mars 2027 à 17:00" */
  readonly period: (timed: Timed) => string;
  /** "mar. 2 mars, 14:00" */
  readonly short: (moment: string, zone: string) => string;
}

export function momentsIn(language: string): Moments {
  const clockOptions = { hour: "2-digit", minute: "2-digit" } as const;
  const format = (zone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  const dayWithin = (moment: string, zone: string) =>
    withFirst(format(zone, { dateStyle: "full" }).format(new Date(moment)), language);
  return {
    day: (moment, zone) => dayWithin(moment, zone).replace(/^./u, (first) => first.toUpperCase()),
    dayWithin,
    clock: (moment, zone) => format(zone, clockOptions).format(new Date(moment)),
    span: ({ start_time, end_time }, zone) =>
      clockSpan(format(zone, clockOptions), new Date(start_time), new Date(end_time)),
    period: ({ start_time, end_time, time_zone }) =>
      withFirst(
        format(time_zone, { dateStyle: "long", timeStyle: "short" }).formatRange(
          new Date(start_time),
          new Date(end_time),
        ),
        language,
      ),
    short: (moment, zone) =>
      withFirst(
        format(zone, { weekday: "short", day: "numeric", month: "short", ...clockOptions }).format(
          new Date(moment),
        ),
        language,
      ),
  };
}

/** Whether the reader's clock shows another time than the session's at that moment. */
export function differs(moment: string, zone: string, own: string): boolean {
  const instant = Date.parse(moment);
  return offsetAt(instant, zone) !== offsetAt(instant, own);
}

interface When extends Moments {
  /** "Heure de Paris (UTC+1)" */
  readonly zone: (moment: string, zone: string) => string;
  /** The reader's own day and time beside it, where they differ. */
  readonly own: (timed: Timed) => string | null;
}

const VOWEL = /^[aeiouyéèêh]/i;

export function useWhen(): When {
  const { t, i18n } = useTranslation("scheduling");
  const moments = momentsIn(regional(i18n.language));

  function zone(moment: string, name: string): string {
    const offset = offsetText(offsetAt(Date.parse(moment), name));
    const city = cityOf(name);
    if (city === null) return name === "UTC" ? t("zone.utc") : t("zone.bare", { name, offset });
    return VOWEL.test(city) ? t("zone.of_vowel", { city, offset }) : t("zone.of", { city, offset });
  }

  function own(timed: Timed): string | null {
    const here = ownZone();
    if (!differs(timed.start_time, timed.time_zone, here)) return null;
    return t("zone.yours", {
      day: moments.dayWithin(timed.start_time, here),
      span: moments.span(timed, here),
    });
  }

  return { ...moments, zone, own };
}
