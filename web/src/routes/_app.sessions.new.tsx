import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { NewSessionPage } from "~/features/scheduling/form/NewSessionPage";
import type { Begun } from "~/features/scheduling/form/values";
import { isDay } from "~/features/scheduling/times/days";

const TIME = /^\d{2}:\d{2}$/;

/** `/sessions/new?date=2027-03-02&time=14:00&capsule=…&event=…` */
export const Route = createFileRoute("/_app/sessions/new")({
  validateSearch: ({ date, time, capsule, event }: Record<string, unknown>): Begun => ({
    ...(isDay(date) && { date }),
    ...(typeof time === "string" && TIME.test(time) && { time }),
    ...(typeof capsule === "string" && { capsule }),
    ...(typeof event === "string" && { event }),
  }),
  beforeLoad: requireRole("instructor"),
  component: NewSession,
});

function NewSession() {
  return <NewSessionPage begun={Route.useSearch()} />;
}
