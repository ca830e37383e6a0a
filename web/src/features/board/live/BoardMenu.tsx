import {
  ClipboardMenuGroup,
  DefaultContextMenu,
  ReorderMenuSubmenu,
  SelectAllMenuItem,
  TldrawUiMenuActionItem,
  TldrawUiMenuGroup,
  useEditor,
  useReadonly,
  useValue,
} from "tldraw";

/** tldraw's menu of what is selected, without what concerns pages. */
export function BoardMenu() {
  const editor = useEditor();
  const isReadonly = useReadonly();
  const isSelecting = useValue("selecting", () => editor.getCurrentToolId() === "select", [editor]);
  return (
    <DefaultContextMenu disabled={isReadonly || !isSelecting}>
      <ClipboardMenuGroup />
      <TldrawUiMenuGroup id="order">
        <ReorderMenuSubmenu />
        <TldrawUiMenuActionItem actionId="toggle-lock" />
      </TldrawUiMenuGroup>
      <TldrawUiMenuGroup id="all">
        <SelectAllMenuItem />
      </TldrawUiMenuGroup>
    </DefaultContextMenu>
  );
}
