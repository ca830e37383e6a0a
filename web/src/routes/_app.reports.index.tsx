import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { reportsQuery } from "~/features/reports/queries";
import { ReportList } from "~/features/reports/ReportList";

export const Route = createFileRoute("/_app/reports/")({
  beforeLoad: requireRole("instructor"),
  loader: ({ context }) => context.queries.fetchInfiniteQuery(reportsQuery),
  component: ReportList,
});
