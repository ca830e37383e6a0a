import { queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import type { Seat } from "~/features/room/seat";

/** The document of the room, which all of its slides are in. */
export function roomBoard({ room_id, token }: Seat) {
  return queryOptions({
    queryKey: ["room", room_id, "board"],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const params = { path: { room_id }, header: { "Room-Token": token } };
      const { document } = await orThrow(api.GET("/api/rooms/{room_id}/board", { params, signal }));
      return document;
    },
  });
}
