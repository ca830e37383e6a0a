import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { Library } from "~/features/activities/library/Library";
import { libraryQuery } from "~/features/activities/queries";

export const Route = createFileRoute("/_app/activities/")({
  beforeLoad: requireRole("instructor"),
  loader: ({ context }) => context.queries.ensureQueryData(libraryQuery),
  component: ActivitiesPage,
});

function ActivitiesPage() {
  const { person } = Route.useRouteContext();
  return <Library personId={person.id} />;
}
