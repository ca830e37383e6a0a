import { readStored, tabStorage, writeStored } from "~/live/storage";

/** What somebody began to type or tick and has not sent, kept for this tab. */
export interface Drafts<Value> {
  readonly read: () => Value | null;
  /** Null forgets. */
  readonly write: (value: Value | null) => void;
}

export function draftsOf<Value>(
  participantId: string,
  subject: string,
  isValue: (value: unknown) => value is Value,
): Drafts<Value> {
  const key = `salle.draft.${participantId}.${subject}`;
  return {
    read: () => readStored(tabStorage(), key, isValue),
    write: (value) => writeStored(tabStorage(), key, value),
  };
}
