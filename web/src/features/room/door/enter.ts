import { api, orThrow } from "~/api/client";
import type { components } from "~/api/schema";
import type { Seat } from "~/features/room/seat";

/** What anyone may know of a room. */
export type RoomCard = components["schemas"]["RoomPreview"];

/** Who wants in: a new person, one who was here before, a projector, or whoever is signed in. */
type Entering = Partial<components["schemas"]["EnterRoom"]>;

/** Whom a screen is. */
const NOBODY = "";

export function readRoom(name: string): Promise<RoomCard> {
  return orThrow(api.GET("/api/rooms/{room}", { params: { path: { room: name } } }));
}

export async function enterRoom(name: string, entering: Entering): Promise<Seat> {
  const { role, participant_id, ...pass } = await orThrow(
    api.POST("/api/rooms/{name}/enter", {
      params: { path: { name } },
      body: { organisation: "", ...entering },
    }),
  );
  if (role === "server") throw new Error("No browser is the room itself.");
  return { ...pass, role, participant_id: participant_id ?? NOBODY };
}
