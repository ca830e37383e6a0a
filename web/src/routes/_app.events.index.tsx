import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { EventList } from "~/features/scheduling/events/EventList";

export const Route = createFileRoute("/_app/events/")({
  beforeLoad: requireRole("instructor"),
  component: EventList,
});
