/** A ticket that takes longer is of no use: the line would stand still for as long. */
const PATIENCE_MS = 8_000;

/** Lets one connection in, once. */
export type ReadTicket = (signal: AbortSignal) => Promise<string>;

/**
 * Where the board's socket goes, with a fresh ticket each time. It always answers: a client of
 * tldraw whose address fails never tries again. Without a ticket the server says when to come back.
 */
export function boardUri(address: string, readTicket: ReadTicket): () => Promise<string> {
  return async () => {
    const uri = new URL(address);
    try {
      uri.searchParams.set("ticket", await soon(readTicket));
    } catch {
      // The line is down, or the server is.
    }
    return uri.href;
  };
}

async function soon(readTicket: ReadTicket): Promise<string> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
  try {
    return await readTicket(giveUp.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The address of a live board: `path` is `/live/boards/…`. */
export function boardAddress(path: string): string {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}
