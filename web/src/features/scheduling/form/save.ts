import { api, orThrow } from "~/api/client";
import { ApiError } from "~/api/errors";
import { queries } from "~/api/queries";
import { daysOf, ruleOf } from "~/features/scheduling/form/repeat";
import { bodyOf, type changesOf, type SessionValues } from "~/features/scheduling/form/values";
import { forgetEvents, type Scope, type Session } from "~/features/scheduling/queries";

/** How many there are now, and the first of them. */
interface Made {
  readonly id: string | null;
  readonly count: number;
}

export async function createSessions(values: SessionValues): Promise<Made> {
  const body = bodyOf(values);
  const { repeat, date } = values;
  if (repeat.kind === "none") {
    const { id } = await orThrow(api.POST("/api/training/sessions", { body }));
    await forgetEvents();
    return { id, count: 1 };
  }
  // The server would refuse it too, but name a part of the rule that nobody sees.
  if (daysOf(repeat, date).length === 0) throw new ApiError(422, "series.empty");
  const series = await orThrow(
    api.POST("/api/training/sessions/series", {
      body: { ...body, rule: ruleOf(repeat, date), exceptions: [...repeat.exceptions] },
    }),
  );
  await forgetEvents();
  return { id: series.sessions[0]?.id ?? null, count: series.sessions.length };
}

export interface Edit {
  readonly id: string;
  readonly version: number;
  readonly scope: Scope;
}

export async function editSession(
  { id, version, scope }: Edit,
  changes: ReturnType<typeof changesOf>,
): Promise<Session> {
  const session = await orThrow(
    api.PUT("/api/training/sessions/{session_id}", {
      params: { path: { session_id: id }, query: { scope } },
      body: { version, ...changes },
    }),
  );
  await forgetEvents();
  return session;
}

export async function cancelSession(id: string, scope: Scope): Promise<void> {
  await orThrow(
    api.DELETE("/api/training/sessions/{session_id}", {
      params: { path: { session_id: id }, query: { scope } },
    }),
  );
  await forgetEvents();
}

/** How many will be written to when it is moved or canceled. */
export async function countExpected(id: string): Promise<number> {
  const { counts } = await queries.fetchQuery({
    queryKey: ["sessions", "expected", id],
    staleTime: 0,
    queryFn: ({ signal }) =>
      orThrow(
        api.GET("/api/training/sessions/{session_id}/registrations", {
          params: { path: { session_id: id }, query: { limit: 1 } },
          signal,
        }),
      ),
  });
  return counts.registered + counts.waitlisted + counts.invited;
}
