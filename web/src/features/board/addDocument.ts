import {
  createBindingId,
  createShapeId,
  type Editor,
  getIndicesBetween,
  PageRecordType,
  AssetRecordType,
  type TLPageId,
  type TLRecord,
  type TLStore,
} from "tldraw";

const MADE_NEW = {
  page: () => PageRecordType.createId(),
  shape: () => createShapeId(),
  asset: () => AssetRecordType.createId(),
  binding: () => createBindingId(),
} as const;

/** Adds the pages of `other` under new ids and goes to the first of them. One step to undo. */
export function addDocument(editor: Editor, other: TLStore, afterPageId: string | null): void {
  const renamed = new Map<string, string>();
  const records = other.allRecords().filter((record) => isKept(record));
  for (const { id, typeName } of records) renamed.set(id, MADE_NEW[typeName]());
  const pages = records
    .filter((record) => record.typeName === "page")
    .toSorted((one, next) => (one.index < next.index ? -1 : 1));
  const indices = placeFor(editor, afterPageId, pages.length);
  const added = records.map((record) => {
    const fresh = rename(record, renamed);
    const place = record.typeName === "page" ? pages.indexOf(record) : -1;
    const index = indices[place];
    return fresh.typeName === "page" && index !== undefined ? { ...fresh, index } : fresh;
  });
  editor.markHistoryStoppingPoint("add a document");
  editor.store.put(added);
  const [first] = pages;
  if (first) editor.setCurrentPage(renamed.get(first.id) as TLPageId);
}

type Kept = Extract<TLRecord, { typeName: keyof typeof MADE_NEW }>;

function isKept(record: TLRecord): record is Kept {
  return record.typeName in MADE_NEW;
}

function placeFor(editor: Editor, afterPageId: string | null, count: number) {
  const pages = editor.getPages();
  const found = pages.findIndex((page) => page.id === afterPageId);
  const at = found === -1 ? pages.length - 1 : found;
  return getIndicesBetween(pages[at]?.index, pages[at + 1]?.index, count);
}

/** The record with every id in it exchanged for the new one. */
function rename(record: Kept, renamed: ReadonlyMap<string, string>): Kept {
  const known = (id: unknown) => (typeof id === "string" ? (renamed.get(id) ?? id) : id);
  const fresh: Record<string, unknown> = { ...structuredClone(record) };
  for (const name of ["id", "parentId", "fromId", "toId"]) {
    if (name in fresh) fresh[name] = known(fresh[name]);
  }
  const props = fresh["props"];
  if (typeof props === "object" && props !== null && "assetId" in props) {
    fresh["props"] = { ...props, assetId: known(props.assetId) };
  }
  return fresh as unknown as Kept;
}
