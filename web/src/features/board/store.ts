import {
  createTLStore,
  defaultBindingUtils,
  defaultShapeUtils,
  type TLAnyShapeUtilConstructor,
  type TLAssetStore,
  type TLRecord,
  type TLStore,
  type TLStoreSnapshot,
} from "tldraw";

import { ApiError } from "~/api/errors";

/** Its own type, exact as our compiler is, is not the one that its functions take. */
export const shapeUtils = defaultShapeUtils as unknown as readonly TLAnyShapeUtilConstructor[];

interface OpenedDocument {
  readonly store: TLStore;
  /** How many records had to be left out, because they are not what their schema says. */
  readonly unreadable: number;
}

/**
 * A store that holds this document, brought up to the schema of our tldraw. Throws if it cannot be:
 * made with a newer tldraw, or not a document at all.
 */
export function openDocument(document: unknown, assets?: TLAssetStore): OpenedDocument {
  const store = createTLStore({
    shapeUtils,
    bindingUtils: defaultBindingUtils,
    ...(assets && { assets }),
  });
  const migrated = store.schema.migrateStoreSnapshot(structuredClone(document) as TLStoreSnapshot);
  if (migrated.type === "error") throw notReadable();
  // One record that is wrong would keep tldraw from opening all the others.
  const records = Object.values(migrated.value);
  const readable = records.filter((record) => isReadable(store, record));
  if (!readable.some(({ typeName }) => typeName === "page")) throw notReadable();
  store.mergeRemoteChanges(() => {
    store.put(readable, "initialize");
  });
  return { store, unreadable: records.length - readable.length };
}

function notReadable(): ApiError {
  return new ApiError(422, "capsule.document_invalid");
}

function isReadable(store: TLStore, record: TLRecord): boolean {
  try {
    store.schema.validateRecord(store, record, "initialize", null);
    return true;
  } catch {
    return false;
  }
}
