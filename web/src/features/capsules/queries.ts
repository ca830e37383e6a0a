import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import { queries } from "~/api/queries";
import type { components } from "~/api/schema";

export type CapsuleCard = components["schemas"]["CapsuleSummary"];
export type Capsule = components["schemas"]["CapsuleOut"];
export type Sort = "updated" | "created" | "title";

export interface Listing {
  readonly search: string;
  readonly sort: Sort;
  readonly limit: number;
}

/** How many cards are asked for at first. */
export const A_SCREENFUL = 24;

export function capsulesQuery({ search, sort, limit }: Listing) {
  return queryOptions({
    queryKey: ["capsules", "list", search, sort, limit],
    queryFn: ({ signal }) =>
      orThrow(api.GET("/api/capsules", { params: { query: { search, sort, limit } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** What the list begins with, too. */
export const latestCapsulesQuery = capsulesQuery({
  search: "",
  sort: "updated",
  limit: A_SCREENFUL,
});

/** Read afresh whenever the editor opens: what was cached may be an older version. */
export function capsuleQuery(id: string) {
  return queryOptions({
    queryKey: ["capsules", "one", id],
    queryFn: ({ signal }) =>
      orThrow(
        api.GET("/api/capsules/{capsule_id}", { params: { path: { capsule_id: id } }, signal }),
      ),
    staleTime: 0,
    gcTime: 0,
  });
}

/** A picture of a slide. A version never changes, so neither does its picture. */
export function thumbnailQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ["capsules", "thumbnail", id, version],
    queryFn: ({ signal }) => readThumbnail(id, undefined, signal),
    staleTime: Infinity,
  });
}

export function readThumbnail(
  id: string,
  page: string | undefined,
  signal?: AbortSignal,
): Promise<Blob> {
  return orThrow(
    api.GET("/api/capsules/{capsule_id}/thumbnail", {
      params: { path: { capsule_id: id }, query: { ...(page !== undefined && { page }) } },
      parseAs: "blob",
      ...(signal && { signal }),
    }),
  );
}

export function forgetCards(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ["capsules", "list"] });
}
