import type { TLUiOverrides } from "tldraw";

/** Which slide is shown is the room's business, and so is how the page looks. */
const NEVER = [
  "change-page-prev",
  "change-page-next",
  "move-to-new-page",
  "open-cursor-chat",
  "open-kbd-shortcuts",
  "toggle-focus-mode",
  "toggle-dark-mode",
  "toggle-grid",
  "toggle-debug-mode",
  "print",
  "stop-following",
];
/** What puts more on a slide than one draws by hand. */
const OF_WHO_LEADS = ["insert-media", "insert-embed", "image-replace", "video-replace", "frame"];
const TOOLS_OF_WHO_LEADS = ["asset", "embed", "frame"];

/** tldraw's commands and tools, without those that a board in a room does not have. */
export function drawingCommands(leads: boolean): TLUiOverrides {
  return {
    actions: (_, actions) => without(actions, leads ? NEVER : [...NEVER, ...OF_WHO_LEADS]),
    tools: (_, tools) => without(tools, leads ? [] : TOOLS_OF_WHO_LEADS),
  };
}

function without<Value>(all: Record<string, Value>, names: readonly string[]) {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}
