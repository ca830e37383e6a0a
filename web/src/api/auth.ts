import { queryOptions, useQuery } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";

import { api, orThrow } from "~/api/client";
import { ApiError } from "~/api/errors";
import { queries } from "~/api/queries";
import type { paths } from "~/api/schema";
import { accessToken, forgetToken, keepToken, onSignInChange } from "~/api/tokens";

export type Person = paths["/api/me"]["get"]["responses"][200]["content"]["application/json"];
export type Role = Person["role"];

/** In growing order, as the server has them. */
const ROLES: readonly Role[] = ["public", "member", "instructor", "board_member", "admin"];

export function hasRole(person: Person | null, role: Role): boolean {
  return person !== null && ROLES.indexOf(person.role) >= ROLES.indexOf(role);
}

/** Who is signed in: null for nobody. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: Infinity,
  queryFn: async (): Promise<Person | null> => {
    if ((await accessToken()) === null) return null;
    try {
      return await orThrow(api.GET("/api/me"));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
});

export interface Auth {
  readonly person: Person | null;
  readonly can: (role: Role) => boolean;
}

export function useAuth(): Auth {
  const { data: person = null } = useQuery(meQuery);
  return { person, can: (role) => hasRole(person, role) };
}

export async function signIn(email: string, password: string): Promise<void> {
  keepToken(await orThrow(api.POST("/api/auth/login", { body: { email, password } })));
  await welcome();
}

/** After a sign-in by any way: what was fetched for somebody else is dropped. */
export async function welcome(): Promise<Person | null> {
  queries.clear();
  return queries.fetchQuery(meQuery);
}

export async function signOut(): Promise<void> {
  await orThrow(api.POST("/api/auth/logout"));
  forgetToken();
}

/** Signed out here, elsewhere or by the server: `then` moves the page to where it may be. */
export function watchSignIn(then: () => void): () => void {
  return onSignInChange(() => {
    queries.clear();
    then();
  });
}

interface Where {
  readonly location: { readonly href: string; readonly pathname: string };
}

/** `beforeLoad` of a route that needs a role: others sign in first and come back to it. */
export function requireRole(role: Role) {
  return async ({ location }: Where): Promise<{ person: Person }> => {
    const person = await queries.ensureQueryData(meQuery);
    if (person === null) {
      if (location.pathname === "/") throw redirect({ to: "/welcome" });
      throw redirect({ to: "/sign-in", search: { next: location.href } });
    }
    if (!hasRole(person, role)) throw new ApiError(403, "auth.not_allowed");
    return { person };
  };
}
