import {
  IconCalendar,
  IconHome,
  IconListCheck,
  IconPresentation,
  IconReportAnalytics,
  IconUsers,
} from "@tabler/icons-react";
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { requireRole, useAuth } from "~/api/auth";
import { AccountMenu } from "~/features/account/AccountMenu";
import { followProfile } from "~/i18n";
import { AppLayout, type Place } from "~/ui/AppLayout";

/** The pages outside a room, for anybody who is signed in: `_app.<address>.tsx`. */
export const Route = createFileRoute("/_app")({
  beforeLoad: async (where) => {
    const known = await requireRole("public")(where);
    await followProfile(known.person.language);
    return known;
  },
  component: AppPages,
});

function AppPages() {
  const { t } = useTranslation(["common", "scheduling"]);
  const { can } = useAuth();
  // A feature with a page of its own adds its line here.
  const places: Place[] = [
    { to: "/", label: t("places.home"), icon: IconHome },
    { to: "/calendar", label: t("scheduling:places.calendar"), icon: IconCalendar },
  ];
  if (can("instructor")) {
    places.push(
      { to: "/capsules", label: t("places.capsules"), icon: IconPresentation },
      { to: "/activities", label: t("places.activities"), icon: IconListCheck },
      { to: "/reports", label: t("places.reports"), icon: IconReportAnalytics },
    );
  }
  if (can("admin")) places.push({ to: "/people", label: t("places.people"), icon: IconUsers });
  return (
    <AppLayout places={places} account={<AccountMenu />}>
      <Outlet />
    </AppLayout>
  );
}
