import { ask } from "~/features/room/ask";
import type { Seat } from "~/features/room/seat";

/** Whom a screen is. */
const NOBODY = "";

/** What anyone may know of a room. */
export interface RoomCard {
  readonly name: string;
  readonly title: string;
  readonly trainer_name: string;
  readonly started_at: string;
}

/** Who wants in: a new person, one who was here before, a trainer by their account, a projector. */
export type Entering =
  | { readonly first_name: string; readonly last_name: string; readonly organisation?: string }
  | { readonly token: string }
  | { readonly as: "screen" }
  | Readonly<Record<string, never>>;

export async function readRoom(name: string): Promise<RoomCard> {
  return ask<RoomCard>(`/api/rooms/${encodeURIComponent(name)}`);
}

export async function enterRoom(name: string, entering: Entering): Promise<Seat> {
  const address = `/api/rooms/${encodeURIComponent(name)}/enter`;
  const pass = await ask<Omit<Seat, "participant_id"> & { participant_id: string | null }>(
    address,
    entering,
  );
  return { ...pass, participant_id: pass.participant_id ?? NOBODY };
}
