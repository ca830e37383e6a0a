import type { Role } from "~/live/frames";
import { deviceStorage, readStored, writeStored } from "~/live/storage";

/** Who this browser is in one room. The token is the secret that resumes the person [H3]. */
export interface Identity {
  readonly room_id: string;
  readonly participant_id: string;
  readonly role: Role;
  readonly token: string;
}

/** A room is found by its link, and the trainer may change it: the identity is kept under each. */
const keyOf = (roomName: string) => `salle.room.${roomName}`;

export function rememberedIdentity(roomName: string): Identity | null {
  return readStored(deviceStorage(), keyOf(roomName), isIdentity);
}

export function rememberIdentity(identity: Identity, ...roomNames: readonly string[]): void {
  const { room_id, participant_id, role, token } = identity;
  for (const name of roomNames) {
    writeStored(deviceStorage(), keyOf(name), { room_id, participant_id, role, token });
  }
}

export function forgetIdentity(...roomNames: readonly string[]): void {
  for (const name of roomNames) writeStored(deviceStorage(), keyOf(name), null);
}

/** What somebody typed at the door of a room, offered at the next one. */
export interface Names {
  readonly first_name: string;
  readonly last_name: string;
  readonly organisation: string;
}

const NAMES = "salle.names";

export function rememberedNames(): Names | null {
  return readStored(deviceStorage(), NAMES, isNames);
}

export function rememberNames(names: Names): void {
  writeStored(deviceStorage(), NAMES, names);
}

function isIdentity(value: unknown): value is Identity {
  return hasTexts(value, ["room_id", "participant_id", "role", "token"]);
}

function isNames(value: unknown): value is Names {
  return hasTexts(value, ["first_name", "last_name", "organisation"]);
}

function hasTexts(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const texts = new Map<string, unknown>(Object.entries(value));
  return keys.every((key) => typeof texts.get(key) === "string");
}
