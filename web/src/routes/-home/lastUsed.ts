import type { CapsuleCard } from "~/features/capsules/queries";
import type { ReportHead } from "~/features/reports/queries";

type Prepared = Pick<CapsuleCard, "id" | "updated_at">;
type Taught = Pick<ReportHead, "capsule_id" | "ended_at">;

/** What was worked at or taught last. */
export function lastUsed<Card extends Prepared>(
  capsules: readonly Card[],
  classes: readonly Taught[],
): Card | undefined {
  const usedAt = ({ id, updated_at }: Card) =>
    Math.max(
      Date.parse(updated_at),
      ...classes.filter((each) => each.capsule_id === id).map((each) => Date.parse(each.ended_at)),
    );
  return capsules.toSorted((one, other) => usedAt(other) - usedAt(one))[0];
}
