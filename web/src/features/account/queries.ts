import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, orThrow } from "~/api/client";
import type { components } from "~/api/schema";

export type Account = components["schemas"]["Account"];
export type Invitation = components["schemas"]["Invitation"];
export type OutboxMail = components["schemas"]["OutboxMail"];
export type SignInPlace = components["schemas"]["SignInOut"];
export type LinkLook = components["schemas"]["LinkLook"];
export type Role = components["schemas"]["Role"];

/** What a one-time link is good for. It says so once: a used link is no link. */
export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ["link", token],
    staleTime: Infinity,
    queryFn: ({ signal }) => orThrow(api.POST("/api/auth/link/look", { body: { token }, signal })),
  });

export const signInsQuery = queryOptions({
  queryKey: ["sign-ins"],
  queryFn: ({ signal }) => orThrow(api.GET("/api/auth/logins", { signal })),
});

export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }) => orThrow(api.GET("/api/invitations", { signal })),
});

export const accountsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ["accounts", search],
    queryFn: ({ pageParam: after, signal }) =>
      orThrow(api.GET("/api/users", { params: { query: { search, after } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

export const outboxQuery = infiniteQueryOptions({
  queryKey: ["outbox"],
  queryFn: ({ pageParam: after, signal }) =>
    orThrow(
      api.GET("/api/admin/outbox", {
        params: { query: after === "" ? {} : { after } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next,
});
