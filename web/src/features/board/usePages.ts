import {
  type Editor,
  getIndexBetween,
  PageRecordType,
  type TLPage,
  type TLPageId,
  type TLRecord,
  useValue,
} from "tldraw";

/** Who turns the pages, where it is not the editor itself. */
export interface Turning {
  readonly currentId: string | null;
  readonly show: (pageId: string) => void;
}

/** The slides of a board that is being edited, and what one does with them. */
export function usePages(editor: Editor, turning?: Turning) {
  const pages = useValue("pages", () => editor.getPages(), [editor]);
  const ownId = useValue("current page", () => editor.getCurrentPageId(), [editor]);
  const currentId = turning ? turning.currentId : ownId;

  function show(id: string) {
    if (turning) turning.show(id);
    else editor.setCurrentPage(id as TLPageId);
  }

  /** A blank slide after the current one. */
  function add() {
    const at = pages.findIndex((page) => page.id === currentId);
    const id = PageRecordType.createId();
    editor.markHistoryStoppingPoint("add a slide");
    editor.createPage({
      id,
      name: String(pages.length + 1),
      index: getIndexBetween(pages[at]?.index, pages[at + 1]?.index),
    });
    show(id);
  }

  function duplicate(page: TLPage) {
    const id = PageRecordType.createId();
    editor.markHistoryStoppingPoint("duplicate a slide");
    editor.duplicatePage(page.id, id);
    editor.updatePage({ id, name: page.name, meta: page.meta });
    if (turning) turning.show(id);
  }

  function rename(page: TLPage, name: string) {
    editor.markHistoryStoppingPoint("rename a slide");
    editor.updatePage({ id: page.id, name });
  }

  /** Puts a slide where another one is now. */
  function move(id: string, to: number) {
    const from = pages.findIndex((page) => page.id === id);
    const page = pages[from];
    if (!page || from === to || to < 0 || to >= pages.length) return;
    const others = pages.toSpliced(from, 1);
    editor.markHistoryStoppingPoint("move a slide");
    editor.updatePage({
      id: page.id,
      index: getIndexBetween(others[to - 1]?.index, others[to]?.index),
    });
  }

  /** Takes a slide away; what is returned puts it back, whatever was done meanwhile. */
  function remove(page: TLPage): () => void {
    const records: TLRecord[] = [page];
    for (const id of editor.getPageShapeIds(page.id)) {
      const shape = editor.getShape(id);
      if (shape) records.push(shape, ...editor.getBindingsFromShape(shape, "arrow"));
    }
    const at = pages.indexOf(page);
    const neighbour = pages[at - 1] ?? pages[at + 1];
    if (turning && neighbour && page.id === currentId) turning.show(neighbour.id);
    editor.markHistoryStoppingPoint("delete a slide");
    editor.deletePage(page.id);
    return () => {
      editor.store.put(records);
      show(page.id);
    };
  }

  return { pages, currentId, show, add, duplicate, rename, move, remove };
}
