import { queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import { queries } from "~/api/queries";
import type { components } from "~/api/schema";

export type Activity = components["schemas"]["ActivityOut"];
export type ActivityCard = components["schemas"]["ActivityCard"];
export type ActivityKind = ActivityCard["kind"];

const PAGE = 200;

function readPage(offset: number, signal: AbortSignal) {
  return orThrow(
    api.GET("/api/activities", { params: { query: { limit: PAGE, offset } }, signal }),
  );
}

/** The whole library, without questions: it is searched here. */
export const libraryQuery = queryOptions({
  queryKey: ["activities", "library"],
  queryFn: async ({ signal }): Promise<readonly ActivityCard[]> => {
    const { activities, total } = await readPage(0, signal);
    const offsets = Array.from(
      { length: Math.ceil(total / PAGE) - 1 },
      (_, index) => (index + 1) * PAGE,
    );
    const others = await Promise.all(offsets.map((offset) => readPage(offset, signal)));
    return [...activities, ...others.flatMap((page) => page.activities)];
  },
});

export function activityQuery(id: string) {
  return queryOptions({
    queryKey: ["activities", "one", id],
    queryFn: ({ signal }) => readActivity(id, signal),
  });
}

export function readActivity(id: string, signal?: AbortSignal): Promise<Activity> {
  return orThrow(
    api.GET("/api/activities/{activity_id}", {
      params: { path: { activity_id: id } },
      ...(signal && { signal }),
    }),
  );
}

/** After a save: whoever looks at the library next sees it. */
export function keepActivity(activity: Activity): void {
  queries.setQueryData(activityQuery(activity.id).queryKey, activity);
  void forgetCards();
}

/** The library, and the list that a room shows. */
export function forgetCards(): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === "activities" && queryKey[1] !== "one",
  });
}
