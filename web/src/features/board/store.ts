import {
  createTLStore,
  defaultBindingUtils,
  defaultShapeUtils,
  type TLAssetStore,
  type TLStore,
  type TLStoreSnapshot,
} from "tldraw";

/**
 * A store that holds this document, brought up to the schema of our tldraw. Throws if it cannot be:
 * made with a newer tldraw, or not a document at all.
 */
export function openDocument(document: unknown, assets?: TLAssetStore): TLStore {
  return createTLStore({
    shapeUtils: defaultShapeUtils,
    bindingUtils: defaultBindingUtils,
    snapshot: structuredClone(document) as TLStoreSnapshot,
    ...(assets && { assets }),
  });
}
