import { queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import type { components } from "~/api/schema";

/** What a trainer can start: an activity of the library, without its questions. */
export type ActivityCard = components["schemas"]["ActivityCard"];

export interface ActivityCards {
  /** Those that were put into the capsule of this room, in its order. */
  readonly ofCapsule: readonly ActivityCard[];
  readonly others: readonly ActivityCard[];
}

const MOST = 200;

export function activityCards(roomId: string) {
  return queryOptions({
    queryKey: ["room", roomId, "activities"],
    queryFn: async (): Promise<ActivityCards> => {
      const [{ activities }, chosen] = await Promise.all([
        orThrow(api.GET("/api/activities", { params: { query: { limit: MOST } } })),
        activitiesOfCapsule(roomId),
      ]);
      return {
        ofCapsule: chosen.flatMap((id) => activities.find((card) => card.id === id) ?? []),
        others: activities.filter(({ id }) => !chosen.includes(id)),
      };
    },
  });
}

async function activitiesOfCapsule(roomId: string): Promise<readonly string[]> {
  const [{ rooms }, { capsules }] = await Promise.all([
    orThrow(api.GET("/api/rooms")),
    orThrow(api.GET("/api/capsules")),
  ]);
  const capsuleId = rooms.find(({ id }) => id === roomId)?.capsule_id;
  return capsules.find(({ id }) => id === capsuleId)?.activity_ids ?? [];
}
