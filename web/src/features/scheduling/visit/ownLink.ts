import { deviceStorage, readStored, writeStored } from "~/live/storage";

/** What stands behind # in the link of a mail: no server and no log ever sees it. */
export interface OwnLink {
  readonly token: string | null;
  readonly isToCancel: boolean;
}

export function readLink(hash: string): OwnLink {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const token = given.get("registration");
  return { token: token === "" ? null : token, isToCancel: token !== null && given.has("cancel") };
}

const keyOf = (sessionId: string) => `salle.registration.${sessionId}`;

/** The link is followed once; this browser then knows its reader at that session. */
export function rememberToken(sessionId: string, token: string | null): void {
  writeStored(deviceStorage(), keyOf(sessionId), token);
}

export function rememberedToken(sessionId: string): string | null {
  return readStored(deviceStorage(), keyOf(sessionId), (value) => typeof value === "string");
}
