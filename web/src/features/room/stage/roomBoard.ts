import { queryOptions } from "@tanstack/react-query";

import { problemOf } from "~/api/errors";
import type { Seat } from "~/features/room/seat";

/** The document of the room, which all of its slides are in. */
export function roomBoard({ room_id, token }: Seat) {
  return queryOptions({
    queryKey: ["room", room_id, "board"],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/rooms/${encodeURIComponent(room_id)}/board`, {
        headers: { "Room-Token": token },
        signal,
      });
      const body: { document: unknown } = await response.json().catch(() => null);
      if (!response.ok) throw problemOf(response.status, body);
      return body.document;
    },
  });
}
