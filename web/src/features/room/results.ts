import { readStored, tabStorage, writeStored } from "~/live/storage";

/** What somebody reached in the quizzes of this class: shown once more when the class is over. */
export interface OwnResult {
  readonly run_id: string;
  readonly title: string;
  readonly score: number;
}

const keyOf = (roomId: string) => `salle.results.${roomId}`;

export function ownResults(roomId: string): readonly OwnResult[] {
  return readStored(tabStorage(), keyOf(roomId), isResults) ?? [];
}

export function keepOwnResult(roomId: string, result: OwnResult): void {
  const others = ownResults(roomId).filter(({ run_id }) => run_id !== result.run_id);
  writeStored(tabStorage(), keyOf(roomId), [...others, result]);
}

function isResults(value: unknown): value is readonly OwnResult[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one: Partial<OwnResult> | null) =>
        typeof one?.run_id === "string" &&
        typeof one.title === "string" &&
        typeof one.score === "number",
    )
  );
}
