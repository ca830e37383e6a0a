import type { RecordsDiff, TLRecord, TLStore } from "tldraw";

/** What was done here and the server has not confirmed, as tldraw's own client has it. */
export type Changes = RecordsDiff<TLRecord>;

/**
 * `useSync` keeps its client to itself, and the store cannot tell: a confirmation changes nothing
 * in it. The client leaves itself in `window.tlsync` for whoever debugs; what it still has to hear
 * about is read there, and nothing is written. `unsent.test.ts` watches that it stays so.
 */
export function unsentChanges(store: TLStore): Changes | null {
  const { tlsync: client } = globalThis as {
    tlsync?: { store: unknown; speculativeChanges?: Changes };
  };
  if (client?.store !== store || !client.speculativeChanges) return null;
  // A store tells its listeners at the next picture, and at once when another begins to listen.
  store.listen(() => {})();
  const { added, updated, removed } = client.speculativeChanges;
  const count = [added, updated, removed].flatMap((part) => Object.keys(part)).length;
  return count > 0 ? client.speculativeChanges : null;
}

/**
 * Does again what was done on this device and did not get through, on top of what is there now, as
 * the client itself does it when the line comes back: of a record that others have changed too, what
 * was changed here is changed, and the rest is theirs. What they have taken away stays away.
 */
export function redo(store: TLStore, { added, updated, removed }: Changes): void {
  const put: TLRecord[] = [];
  for (const record of Object.values<TLRecord>(added)) {
    if (isGood(store, record)) put.push(record);
  }
  for (const [before, after] of Object.values<[TLRecord, TLRecord]>(updated)) {
    const now = store.get(after.id);
    const record = now && changeAsBefore(now, before, after);
    if (record && isGood(store, record)) put.push(record);
  }
  const gone = Object.values<TLRecord>(removed).map(({ id }) => id);
  store.put(put);
  store.remove(gone.filter((id) => store.has(id)));
}

type Fields = Readonly<Record<string, unknown>>;

/** `now` with the differences between `before` and `after`: field by field, and so in `props`. */
export function changeAsBefore<Kind extends object>(now: Kind, before: Kind, after: Kind): Kind {
  return merge(now as Fields, before as Fields, after as Fields, 1) as Kind;
}

function merge(now: Fields, before: Fields, after: Fields, depth: number): Fields {
  const merged: Record<string, unknown> = { ...now };
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is, there] = [before[name], after[name], now[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (!(name in after)) delete merged[name];
    else if (depth > 0 && isFields(was) && isFields(is) && isFields(there)) {
      merged[name] = merge(there, was, is, depth - 1);
    } else merged[name] = is;
  }
  return merged;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One record that is wrong would keep all the others from being put. */
function isGood(store: TLStore, record: TLRecord): boolean {
  try {
    store.schema.validateRecord(store, record, "createRecord", null);
    return true;
  } catch {
    return false;
  }
}
