import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, redirect } from "@tanstack/react-router";
import { useState } from "react";

import { EditSessionPage } from "~/features/scheduling/form/EditSessionPage";
import { sessionQuery } from "~/features/scheduling/queries";

export const Route = createFileRoute("/_app/sessions/$id_/edit")({
  loader: async ({ context, params: { id } }) => {
    const session = await context.queries.fetchQuery({ ...sessionQuery(id), staleTime: 0 });
    if (!session.may_manage) throw redirect({ to: "/s/$id", params: { id } });
  },
  component: EditSession,
});

function EditSession() {
  const { id } = Route.useParams();
  const { data: session, refetch } = useSuspenseQuery(sessionQuery(id));
  const [attempt, setAttempt] = useState(0);
  return (
    <EditSessionPage
      key={attempt}
      session={session}
      onReload={() => {
        void refetch().then(() => setAttempt((before) => before + 1));
      }}
    />
  );
}
