import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, redirect } from "@tanstack/react-router";

import { EditEventPage } from "~/features/scheduling/events/EditEventPage";
import { eventQuery } from "~/features/scheduling/queries";

export const Route = createFileRoute("/_app/events/$id/edit")({
  loader: async ({ context, params: { id } }) => {
    const event = await context.queries.fetchQuery({ ...eventQuery(id, true), staleTime: 0 });
    if (!event.may_manage) throw redirect({ to: "/e/$id", params: { id } });
  },
  component: EditEvent,
});

function EditEvent() {
  const { id } = Route.useParams();
  const { data: event } = useSuspenseQuery(eventQuery(id, true));
  return <EditEventPage event={event} />;
}
