import { createFileRoute } from "@tanstack/react-router";

import { ProfilePage } from "~/features/account/ProfilePage";
import { signInsQuery } from "~/features/account/queries";

export const Route = createFileRoute("/_app/profile")({
  loader: ({ context }) => context.queries.ensureQueryData(signInsQuery),
  component: ProfilePage,
});
