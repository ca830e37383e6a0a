/**
 * The server's time by this page's own stopwatch: a clock on the wall of this device that is wrong,
 * or is set right while one waits, makes no difference.
 */
let offset: number | null = null;
let isFromDoor = false;

/** From the door's exact answer; what is said there holds over the date of an answer. */
export function learnFromDoor(serverMs: number): void {
  isFromDoor = true;
  offset = serverMs - performance.now();
}

/** An answer is dated in whole seconds: the middle of it is at most half a second wrong. */
export function learnFromDate(response: Response): void {
  const dated = Date.parse(response.headers.get("Date") ?? "");
  if (!isFromDoor && !Number.isNaN(dated)) offset = dated + 500 - performance.now();
}

/** Now, in milliseconds of Unix time. The device's own clock only until the server has answered. */
export function serverNow(): number {
  return offset === null ? Date.now() : offset + performance.now();
}
