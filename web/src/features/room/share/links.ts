/** The address that lets people in. */
export function roomLink(name: string): string {
  return new URL(`/r/${encodeURIComponent(name)}`, location.origin).href;
}

export function screenLink(name: string): string {
  return `${roomLink(name)}/screen`;
}

/** As one reads it from a wall and types it: without what a browser adds by itself. */
export function spokenLink(name: string): string {
  return roomLink(name).replace(/^https?:\/\//, "");
}
