import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import type { components } from "~/api/schema";

export type ReportHead = components["schemas"]["ReportHead"];
export type Report = components["schemas"]["Report"];
export type AttendanceRow = components["schemas"]["AttendanceRow"];
export type ActivityResult = components["schemas"]["ActivityResult"];
export type QuestionResult = components["schemas"]["QuestionResult"];
export type PersonResult = components["schemas"]["PersonResult"];
export type Moment = components["schemas"]["Moment"];

const PAGE = 50;
const RECENT = 5;

export const reportsQuery = infiniteQueryOptions({
  queryKey: ["reports", "list"],
  queryFn: ({ pageParam, signal }) =>
    orThrow(
      api.GET("/api/reports", { params: { query: { limit: PAGE, offset: pageParam } }, signal }),
    ),
  initialPageParam: 0,
  getNextPageParam: ({ total, reports }, _pages, offset) =>
    reports.length > 0 && offset + PAGE < total ? offset + PAGE : null,
});

/** The latest few. A class may have ended a moment ago: never taken for fresh. */
export const recentReportsQuery = queryOptions({
  queryKey: ["reports", "recent"],
  staleTime: 0,
  queryFn: ({ signal }) =>
    orThrow(api.GET("/api/reports", { params: { query: { limit: RECENT } }, signal })),
});

/** A closed room does not change: what was read once is right. */
export function reportQuery(roomId: string) {
  return queryOptions({
    queryKey: ["reports", "one", roomId],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      orThrow(api.GET("/api/reports/{room_id}", { params: { path: { room_id: roomId } }, signal })),
  });
}
