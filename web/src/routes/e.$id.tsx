import { createFileRoute } from "@tanstack/react-router";

import { EventVisit } from "~/features/scheduling/events/EventVisit";

/** `/e/{id}` */
export const Route = createFileRoute("/e/$id")({ component: EventVisitPage });

function EventVisitPage() {
  const { id } = Route.useParams();
  return <EventVisit key={id} id={id} />;
}
