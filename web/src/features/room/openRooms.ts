import { queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import { queries } from "~/api/queries";
import type { components } from "~/api/schema";

export type OpenRoom = components["schemas"]["OpenRoom"];

/** One's own rooms that are open now. They open and end in the room itself: never taken for fresh. */
export const openRoomsQuery = queryOptions({
  queryKey: ["rooms", "open"],
  staleTime: 0,
  queryFn: ({ signal }) => orThrow(api.GET("/api/rooms", { signal })),
});

/** For everybody in it. The report is there when this is done. */
export async function endClass(roomId: string): Promise<void> {
  await orThrow(api.POST("/api/rooms/{room_id}/end", { params: { path: { room_id: roomId } } }));
  await Promise.all([
    queries.invalidateQueries({ queryKey: openRoomsQuery.queryKey }),
    queries.invalidateQueries({ queryKey: ["reports"] }),
  ]);
}
