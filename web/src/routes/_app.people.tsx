import { createFileRoute } from "@tanstack/react-router";

import { hasRole, requireRole } from "~/api/auth";
import { PeoplePage } from "~/features/account/PeoplePage";
import { accountsQuery, invitationsQuery } from "~/features/account/queries";

export const Route = createFileRoute("/_app/people")({
  beforeLoad: requireRole("instructor"),
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(invitationsQuery),
      hasRole(context.person, "admin") &&
        context.queries.ensureInfiniteQueryData(accountsQuery("")),
    ]),
  component: PeoplePage,
});
