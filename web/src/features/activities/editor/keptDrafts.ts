import type { Plan } from "~/features/activities/editor/plan";
import { deviceStorage, readStored, writeStored } from "~/live/storage";

/** What somebody wrote on this device and the server does not hold, or not all of it. */
export interface KeptDraft {
  readonly plan: Plan;
  /** The version that it began from; null for an activity that the server has never seen. */
  readonly version: number | null;
}

export interface DraftPlace {
  read(): KeptDraft | null;
  /** Null forgets. */
  write(draft: KeptDraft | null): void;
}

/** People who share a computer do not share drafts. */
export function draftPlace(personId: string, name: string): DraftPlace {
  const key = `salle.activity.${personId}.${name}`;
  return {
    read: () => readStored(deviceStorage(), key, isKeptDraft),
    write: (draft) => {
      writeStored(deviceStorage(), key, draft);
    },
  };
}

function isKeptDraft(value: unknown): value is KeptDraft {
  return (
    isRecord(value) &&
    (value["version"] === null || typeof value["version"] === "number") &&
    isPlan(value["plan"])
  );
}

function isPlan(value: unknown): value is Plan {
  return (
    isRecord(value) &&
    (value["kind"] === "quiz" || value["kind"] === "poll") &&
    typeof value["title"] === "string" &&
    Array.isArray(value["questions"]) &&
    value["questions"].every(isQuestion)
  );
}

function isQuestion(value: unknown): boolean {
  return (
    isRecord(value) &&
    ["id", "text", "hint", "explanation"].every((name) => typeof value[name] === "string") &&
    (value["picture"] === null || typeof value["picture"] === "string") &&
    typeof value["is_multiple"] === "boolean" &&
    Array.isArray(value["choices"]) &&
    value["choices"].every(isChoice)
  );
}

function isChoice(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["id"] === "string" &&
    typeof value["text"] === "string" &&
    typeof value["is_right"] === "boolean"
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
