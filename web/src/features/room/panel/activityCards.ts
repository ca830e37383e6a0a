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

/** The most that the server gives of either at once. */
const MOST_ACTIVITIES = 200;
const MOST_CAPSULES = 100;

export function activityCards(roomId: string) {
  return queryOptions({
    queryKey: ["room", roomId, "activities"],
    queryFn: async (): Promise<ActivityCards> => {
      const [activities, chosen] = await Promise.all([
        allActivities(),
        activitiesOfCapsule(roomId),
      ]);
      return {
        ofCapsule: chosen.flatMap((id) => activities.find((card) => card.id === id) ?? []),
        others: activities.filter(({ id }) => !chosen.includes(id)),
      };
    },
  });
}

function allActivities(): Promise<readonly ActivityCard[]> {
  return readAll(async (offset) => {
    const query = { limit: MOST_ACTIVITIES, offset };
    const page = await orThrow(api.GET("/api/activities", { params: { query } }));
    return { items: page.activities, total: page.total };
  });
}

async function activitiesOfCapsule(roomId: string): Promise<readonly string[]> {
  const { rooms } = await orThrow(api.GET("/api/rooms"));
  const capsuleId = rooms.find(({ id }) => id === roomId)?.capsule_id;
  if (!capsuleId) return [];
  const capsules = await readAll(async (offset) => {
    const query = { limit: MOST_CAPSULES, offset, sort: "created" } as const;
    const page = await orThrow(api.GET("/api/capsules", { params: { query } }));
    return { items: page.capsules, total: page.total };
  });
  return capsules.find(({ id }) => id === capsuleId)?.activity_ids ?? [];
}

interface Read<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

async function readAll<Item>(
  read: (offset: number) => Promise<Read<Item>>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each says whether there is a next one
    const { items, total } = await read(all.length);
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
}
