import { createFileRoute } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { hasRole } from "~/api/auth";
import { latestCapsulesQuery } from "~/features/capsules/queries";
import { recentReportsQuery } from "~/features/reports/queries";
import { openRoomsQuery } from "~/features/room/openRooms";
import { nextSessionsQuery } from "~/features/scheduling/queries";
import { GuestHome } from "~/routes/-home/GuestHome";
import { TrainerHome } from "~/routes/-home/TrainerHome";
import { usePageTitle } from "~/ui/usePageTitle";

export const Route = createFileRoute("/_app/")({
  loader: async ({ context: { person, queries } }) => {
    // One try: what fails says so in its place, and the others do not wait for it.
    const next = queries.prefetchQuery({ ...nextSessionsQuery, retry: false });
    if (!hasRole(person, "instructor")) return next;
    await Promise.all([
      next,
      queries.prefetchQuery({ ...openRoomsQuery, retry: false }),
      queries.prefetchQuery({ ...latestCapsulesQuery, retry: false }),
      queries.prefetchQuery({ ...recentReportsQuery, retry: false }),
    ]);
  },
  component: Home,
});

function Home() {
  const { t } = useTranslation();
  const { person } = Route.useRouteContext();
  const name = person.first_name;
  const greeting = name === "" ? t("home.greeting") : t("home.greeting_name", { name });
  usePageTitle(t("places.home"));
  return hasRole(person, "instructor") ? (
    <TrainerHome greeting={greeting} />
  ) : (
    <GuestHome greeting={greeting} />
  );
}
