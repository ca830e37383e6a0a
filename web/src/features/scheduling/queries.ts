import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import { queries } from "~/api/queries";
import type { components } from "~/api/schema";
import { learnFromDate, learnFromDoor } from "~/features/scheduling/times/serverClock";

export type SessionCard = components["schemas"]["SessionCard"];
export type Session = components["schemas"]["SessionOut"];
export type SessionStatus = components["schemas"]["SessionStatus"];
export type NewSession = components["schemas"]["NewSession"];
export type DoorAnswer = components["schemas"]["DoorAnswer"];
export type Reason = NonNullable<DoorAnswer["reason"]>;
export type Registration = components["schemas"]["RegistrationOut"];
export type Attendee = components["schemas"]["AttendeeOut"];
export type Person = components["schemas"]["PersonOut"];
export type RegistrationStatus = components["schemas"]["RegistrationStatus"];
export type EventCard = components["schemas"]["EventCard"];
export type Event = components["schemas"]["EventOut"];
export type EventType = components["schemas"]["EventType"];
export type Visibility = components["schemas"]["Visibility"];
export type Scope = components["schemas"]["Scope"];

/** Of a session that has ended: somebody had started it. */
export function hasTakenPlace({ started_at }: Pick<SessionCard, "started_at">): boolean {
  return started_at !== null;
}

const A_PAGE = 100;
const NEXT = 4;

/** The header by which the link of a mail says who somebody is. */
export function signed(token: string | null) {
  return token === null ? {} : { header: { "Salle-Registration": token } };
}

export function sessionQuery(id: string, token: string | null = null) {
  return queryOptions({
    queryKey: ["sessions", "one", id, token],
    queryFn: async ({ signal }) => {
      const asked = api.GET("/api/training/sessions/{session_id}", {
        params: { path: { session_id: id }, ...signed(token) },
        signal,
      });
      const session = await orThrow(asked);
      learnFromDate((await asked).response);
      return session;
    },
  });
}

/** Whether whoever asks may enter now. */
export async function askAtDoor(
  { id, opens_at }: Pick<Session, "id" | "opens_at">,
  token: string | null,
): Promise<DoorAnswer> {
  const asked = api.GET("/api/training/sessions/{session_id}/can-join", {
    params: { path: { session_id: id }, ...signed(token) },
  });
  const answer = await orThrow(asked);
  if (answer.reason === "too_early") {
    learnFromDoor(Date.parse(opens_at) - answer.join_time_remaining * 1000);
  } else {
    learnFromDate((await asked).response);
  }
  return answer;
}

export interface Span {
  /** Moments, as ISO 8601 with an offset. */
  readonly from: string;
  readonly to: string;
  readonly mine: boolean;
}

/** All that is on the calendar between two moments, however many pages that takes. */
export function calendarQuery({ from, to, mine }: Span) {
  return queryOptions({
    queryKey: ["sessions", "calendar", from, to, mine],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const sessions: SessionCard[] = [];
      for (;;) {
        const asked = api.GET("/api/training/sessions", {
          params: {
            query: {
              ends_after: from,
              starts_before: to,
              mine,
              limit: A_PAGE,
              offset: sessions.length,
            },
          },
          signal,
        });
        // oxlint-disable-next-line no-await-in-loop -- each page says whether there is another
        const page = await orThrow(asked);
        sessions.push(...page.sessions);
        if (page.sessions.length === 0 || sessions.length >= page.total) return sessions;
      }
    },
  });
}

/** The next few that one leads, assists or is registered for. */
export const nextSessionsQuery = queryOptions({
  queryKey: ["sessions", "next"],
  staleTime: 0,
  queryFn: async ({ signal }) => {
    const asked = api.GET("/api/training/sessions", {
      params: {
        query: { upcoming: true, mine: true, status: ["scheduled", "live"], limit: NEXT },
      },
      signal,
    });
    const page = await orThrow(asked);
    learnFromDate((await asked).response);
    return page.sessions;
  },
});

export interface Listed {
  readonly search: string;
  readonly status: RegistrationStatus | null;
  /** Whether they were in the room; missing, it does not matter. */
  readonly attended?: boolean;
  readonly limit: number;
}

export function registrationsQuery(sessionId: string, listed: Listed) {
  const { search, status, attended, limit } = listed;
  return queryOptions({
    queryKey: ["sessions", "registrations", sessionId, listed],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      orThrow(
        api.GET("/api/training/sessions/{session_id}/registrations", {
          params: {
            path: { session_id: sessionId },
            query: {
              search,
              limit,
              ...(status !== null && { status: [status] }),
              ...(attended !== undefined && { attended }),
            },
          },
          signal,
        }),
      ),
  });
}

/** Who was at a session that has ended, page after page. */
export function attendanceQuery(sessionId: string) {
  return infiniteQueryOptions({
    queryKey: ["sessions", "attendance", sessionId],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam: offset }) =>
      orThrow(
        api.GET("/api/training/sessions/{session_id}/attendance", {
          params: { path: { session_id: sessionId }, query: { limit: A_PAGE, offset } },
          signal,
        }),
      ),
    getNextPageParam: ({ attendance, offset, total }) => {
      const next = offset + attendance.length;
      return attendance.length > 0 && next < total ? next : undefined;
    },
  });
}

/** Others who teach, by name or by their whole address. */
export function colleaguesQuery(search: string) {
  return queryOptions({
    queryKey: ["sessions", "colleagues", search],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      orThrow(api.GET("/api/training/colleagues", { params: { query: { search } }, signal })),
  });
}

export interface EventListing {
  readonly search: string;
  readonly upcoming: boolean;
  readonly deleted: boolean;
  readonly mine: boolean;
}

export function eventsQuery({ search, upcoming, deleted, mine }: EventListing) {
  return queryOptions({
    queryKey: ["events", "list", search, upcoming, deleted, mine],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      orThrow(
        api.GET("/api/events", {
          params: {
            query: {
              search,
              upcoming,
              deleted,
              mine,
              order: upcoming ? "asc" : "desc",
              limit: A_PAGE,
            },
          },
          signal,
        }),
      ),
  });
}

/** As everybody sees it, or, for who is signed in, as they may. */
export function eventQuery(id: string, isSignedIn: boolean) {
  return queryOptions({
    queryKey: ["events", "one", id, isSignedIn],
    queryFn: ({ signal }) => {
      const asked = { params: { path: { event_id: id } }, signal };
      return orThrow(
        isSignedIn
          ? api.GET("/api/events/{event_id}", asked)
          : api.GET("/api/events/public/{event_id}", asked),
      );
    },
  });
}

/** After a change: everything that shows sessions is asked for again. */
export function forgetSessions(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ["sessions"] });
}

export async function forgetEvents(): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["events"] }),
    queries.invalidateQueries({ queryKey: ["sessions"] }),
  ]);
}
