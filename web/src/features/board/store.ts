import {
  createTLStore,
  defaultBindingUtils,
  defaultShapeUtils,
  type TLAnyShapeUtilConstructor,
  type TLAssetStore,
  type TLStore,
  type TLStoreSnapshot,
} from "tldraw";

/** Its own type, exact as our compiler is, is not the one that its functions take. */
export const shapeUtils = defaultShapeUtils as unknown as readonly TLAnyShapeUtilConstructor[];

/**
 * A store that holds this document, brought up to the schema of our tldraw. Throws if it cannot be:
 * made with a newer tldraw, or not a document at all.
 */
export function openDocument(document: unknown, assets?: TLAssetStore): TLStore {
  return createTLStore({
    shapeUtils,
    bindingUtils: defaultBindingUtils,
    snapshot: structuredClone(document) as TLStoreSnapshot,
    ...(assets && { assets }),
  });
}
