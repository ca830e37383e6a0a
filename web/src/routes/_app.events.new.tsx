import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { NewEventPage } from "~/features/scheduling/events/NewEventPage";

export const Route = createFileRoute("/_app/events/new")({
  beforeLoad: requireRole("instructor"),
  component: NewEventPage,
});
