import type { Changes } from "~/features/board/live/unsent";

/** What a capsule has besides its document. */
export interface Details {
  readonly title: string;
  readonly activity_ids: readonly string[];
}

/** Of one capsule, on this device. */
interface Kept<Value> {
  readonly read: (capsuleId: string) => Promise<Value | undefined>;
  readonly write: (capsuleId: string, value: Value) => Promise<unknown>;
  readonly forget: (capsuleId: string) => Promise<unknown>;
}

/** What was done on the board and did not get through. */
export const keptChanges = keptIn<Changes>("changes");
/** What was written beside it, and not saved. */
export const keptDetails = keptIn<Partial<Details>>("details");

const DATABASE = "salle.capsules";
/** 1 had whole documents. */
const VERSION = 2;

/** Storage may be off or full: then work goes on, and is as safe as the network is. */
function keptIn<Value>(name: "changes" | "details"): Kept<Value> {
  return {
    read: (capsuleId) =>
      inStore(name, "readonly", (store) => store.get(capsuleId) as IDBRequest<Value | undefined>),
    write: (capsuleId, value) => inStore(name, "readwrite", (store) => store.put(value, capsuleId)),
    forget: (capsuleId) => inStore(name, "readwrite", (store) => store.delete(capsuleId)),
  };
}

/** One after the other: what is forgotten last stays forgotten. */
let before: Promise<unknown> = Promise.resolve();

function inStore<Result>(
  name: string,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result | undefined> {
  const mine = before.then(() => askStore(name, mode, ask));
  before = mine;
  return mine;
}

async function askStore<Result>(
  name: string,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result | undefined> {
  try {
    const database = await opened();
    try {
      return await new Promise<Result>((resolve, reject) => {
        const transaction = database.transaction(name, mode);
        const request = ask(transaction.objectStore(name));
        transaction.addEventListener("complete", () => resolve(request.result));
        transaction.addEventListener("abort", () => {
          reject(transaction.error ?? new Error("aborted"));
        });
      });
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.addEventListener("upgradeneeded", () => {
      const { result } = request;
      if (result.objectStoreNames.contains("documents")) result.deleteObjectStore("documents");
      result.createObjectStore("changes");
      result.createObjectStore("details");
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("no storage")));
  });
}
