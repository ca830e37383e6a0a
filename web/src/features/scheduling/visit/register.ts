import { api, orThrow } from "~/api/client";
import { forgetSessions, signed } from "~/features/scheduling/queries";
import type { components } from "~/api/schema";

type ByMail = components["schemas"]["ByMail"];
type Acceptance = components["schemas"]["Acceptance"];

/** With an account, or with the link of an invitation. */
export async function register(
  sessionId: string,
  token: string | null,
  given: Acceptance = {},
): Promise<void> {
  await orThrow(
    api.POST("/api/training/sessions/{session_id}/registration", {
      params: { path: { session_id: sessionId }, ...signed(token) },
      body: given,
    }),
  );
  await forgetSessions();
}

/** What becomes of it is said by mail alone. */
export function registerByMail(sessionId: string, who: ByMail): Promise<unknown> {
  return orThrow(
    api.POST("/api/training/sessions/{session_id}/registrations/by-mail", {
      params: { path: { session_id: sessionId } },
      body: who,
    }),
  );
}

export async function withdraw(sessionId: string, token: string | null): Promise<void> {
  await orThrow(
    api.DELETE("/api/training/sessions/{session_id}/registration", {
      params: { path: { session_id: sessionId }, ...signed(token) },
    }),
  );
  await forgetSessions();
}
