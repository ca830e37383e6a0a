/** What a capsule has besides its document. */
export interface Details {
  readonly title: string;
  readonly activity_ids: readonly string[];
}

/** What was not yet saved, kept on this device until it is. */
export interface KeptDocument {
  readonly capsuleId: string;
  /** The version that it was made on. */
  readonly version: number;
  readonly document: unknown;
  readonly details: Partial<Details>;
  /** The id of the save that takes it to the server, with whatever has been done since. */
  readonly saveId: string;
  /** Earlier saves that nobody has answered: the server may have them all the same. */
  readonly unanswered: readonly string[];
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

const STORE = "documents";

/** Storage may be off or full: then work goes on, and is as safe as the network is. */
export const keptDocuments = {
  read: (capsuleId: string) =>
    inStore("readonly", (store) => store.get(capsuleId) as IDBRequest<KeptDocument | undefined>),
  write: (kept: KeptDocument) => inStore("readwrite", (store) => store.put(kept)),
  forget: (capsuleId: string) => inStore("readwrite", (store) => store.delete(capsuleId)),
};

async function inStore<Result>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result | undefined> {
  try {
    const database = await opened();
    try {
      return await new Promise<Result>((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const request = ask(transaction.objectStore(STORE));
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
    const request = indexedDB.open("salle.capsules", 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore(STORE, { keyPath: "capsuleId" });
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("no storage")));
  });
}
