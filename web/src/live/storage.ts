/**
 * The browser's storage may be off, full, or hold what an older version wrote: then a value is
 * simply not there.
 */
export function readStored<Value>(
  storage: Storage | null,
  key: string,
  isValue: (value: unknown) => value is Value,
): Value | null {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? "null");
    return isValue(value) ? value : null;
  } catch {
    return null;
  }
}

/** Null removes. */
export function writeStored(storage: Storage | null, key: string, value: unknown): void {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing to be done: what is kept lasts as long as the page.
  }
}

/** What this tab keeps over a refresh. */
export function tabStorage(): Storage | null {
  return reach(() => sessionStorage);
}

/** What this browser keeps. */
export function deviceStorage(): Storage | null {
  return reach(() => localStorage);
}

function reach(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}
