import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { reportQuery } from "~/features/reports/queries";
import { ReportPage } from "~/features/reports/ReportPage";

/** Assistants of a session read its report whatever their role is: the server says who may. */
export const Route = createFileRoute("/_app/reports/$room_id")({
  beforeLoad: requireRole("public"),
  loader: ({ context, params }) => context.queries.ensureQueryData(reportQuery(params.room_id)),
  component: OneReport,
});

function OneReport() {
  const { room_id } = Route.useParams();
  const { data: report } = useSuspenseQuery(reportQuery(room_id));
  return <ReportPage report={report} />;
}
