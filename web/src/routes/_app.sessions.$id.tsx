import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, redirect } from "@tanstack/react-router";

import { SessionPage } from "~/features/scheduling/manage/SessionPage";
import { sessionQuery } from "~/features/scheduling/queries";

/** For those who lead it; everybody else is at home on its public page. */
export const Route = createFileRoute("/_app/sessions/$id")({
  loader: async ({ context, params: { id } }) => {
    const session = await context.queries.ensureQueryData(sessionQuery(id));
    if (!session.may_manage) throw redirect({ to: "/s/$id", params: { id } });
  },
  component: ManagedSession,
});

function ManagedSession() {
  const { id } = Route.useParams();
  const { data: session } = useSuspenseQuery(sessionQuery(id));
  return <SessionPage session={session} />;
}
