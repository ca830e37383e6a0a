import { createTLStore, defaultBindingUtils, getSnapshot } from "tldraw";

import { openDocument, shapeUtils } from "~/features/board/store";

interface BroughtUpToDate {
  readonly document: Record<string, unknown>;
  /** How many elements are not what they should be, and are left out. */
  readonly unreadable: number;
}

/** The document in the schema of our tldraw; null if it is in that already. */
export function bringUpToDate(document: unknown): BroughtUpToDate | null {
  const current = createTLStore({ shapeUtils, bindingUtils: defaultBindingUtils }).schema;
  if (sequencesOf({ schema: current.serialize() }) === sequencesOf(document)) return null;
  const { store, unreadable } = openDocument(document);
  const snapshot = getSnapshot(store).document;
  return { document: { ...snapshot }, unreadable };
}

/** They have no order of their own. */
function sequencesOf(document: unknown): string {
  const { schema } = document as { schema?: { sequences?: Record<string, number> } };
  const sequences = Object.entries(schema?.sequences ?? {});
  return JSON.stringify(sequences.toSorted(([one], [next]) => (one < next ? -1 : 1)));
}
