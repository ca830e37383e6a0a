import type { Moment, Report } from "~/features/reports/queries";

/** People who do the same thing one after the other, this close together, share a line. */
const TOGETHER_MS = 60_000;
const TOGETHER = new Set(["joined", "left", "hand_raised"]);

/** One line of the timeline. */
export interface Line {
  readonly at: string;
  readonly type: string;
  readonly who: readonly string[];
  readonly data: Moment["data"];
}

export function linesOf(timeline: readonly Moment[]): readonly Line[] {
  const lines: Line[] = [];
  const kicked = new Set<string | null>();
  for (const { at, type, participant_id, data } of timeline) {
    if (type === "kicked") kicked.add(participant_id);
    // Who was removed also left: that was told.
    if (type === "left" && kicked.delete(participant_id)) continue;
    const who = participant_id === null ? [] : [participant_id];
    const last = lines.at(-1);
    if (last?.type === type && TOGETHER.has(type) && gap(last.at, at) <= TOGETHER_MS) {
      lines[lines.length - 1] = { ...last, who: [...new Set([...last.who, ...who])] };
    } else {
      lines.push({ at, type, who, data });
    }
  }
  return lines;
}

function gap(one: string, other: string): number {
  return Math.abs(Date.parse(other) - Date.parse(one));
}

/** What the ids in a timeline stand for. */
export interface Names {
  readonly person: (id: string) => string;
  /** Its name and number; null if it is not among the slides. */
  readonly page: (
    id: string | undefined,
  ) => { readonly name: string; readonly number: number } | null;
  readonly activity: (runId: string | undefined) => string;
  readonly question: (runId: string | undefined, questionId: string | undefined) => string;
}

export function namesIn({ attendance, pages, activities }: Report): Names {
  const people = new Map(attendance.map((row) => [row.participant_id, fullName(row)] as const));
  const slides = new Map(
    pages.map(({ id, name }, index) => [id, { name, number: index + 1 }] as const),
  );
  const runs = new Map(activities.map((each) => [each.run_id, each] as const));
  return {
    person: (id) => people.get(id) ?? "",
    page: (id) => (id === undefined ? null : (slides.get(id) ?? null)),
    activity: (runId = "") => runs.get(runId)?.title ?? "",
    question: (runId = "", questionId = "") =>
      runs.get(runId)?.questions.find(({ id }) => id === questionId)?.text ?? "",
  };
}

export function fullName(person: {
  readonly first_name: string;
  readonly last_name: string;
}): string {
  return `${person.first_name} ${person.last_name}`.trim();
}
