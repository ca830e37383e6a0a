import { regional } from "~/ui/regional";
import { withFirst } from "~/ui/withFirst";

const STEPS = [
  ["minute", 60],
  ["hour", 60 * 60],
  ["day", 24 * 60 * 60],
] as const;

/** How long ago, as one says it: minutes, hours, days; after a week, the date. */
export function ago(moment: string, language: string, now = Date.now()): string {
  const then = new Date(moment);
  const seconds = (now - then.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (seconds < 45) return words.format(0, "second");
  for (const [unit, size] of STEPS.toReversed()) {
    const count = Math.round(seconds / size);
    if (count < 1) continue;
    if (unit === "day" && count > 7) break;
    return words.format(-count, unit);
  }
  return withFirst(
    new Intl.DateTimeFormat(regional(language), { dateStyle: "medium" }).format(then),
    language,
  );
}
