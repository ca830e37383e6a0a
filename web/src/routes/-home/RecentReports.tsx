import { Anchor, Paper } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { latestCapsulesQuery } from "~/features/capsules/queries";
import { recentReportsQuery } from "~/features/reports/queries";
import { ReportRows } from "~/features/reports/ReportList";
import { Section } from "~/routes/-home/Section";
import { EmptyState } from "~/ui/EmptyState";

export function RecentReports() {
  const { t } = useTranslation(["common", "reports"]);
  const { reports } = useSuspenseQuery(recentReportsQuery).data;
  const { data: capsules } = useQuery({ ...latestCapsulesQuery, enabled: false });
  const title = t("home.reports");
  if (reports.length === 0) {
    // The first steps speak of reports.
    if (capsules?.total === 0) return null;
    return (
      <Section title={title}>
        <Paper withBorder shadow="sm">
          <EmptyState picture="report">{t("reports:list.empty")}</EmptyState>
        </Paper>
      </Section>
    );
  }
  return (
    <Section
      title={title}
      more={
        <Anchor renderRoot={(props) => <Link to="/reports" {...props} />}>
          {t("home.all_reports")}
        </Anchor>
      }
    >
      <ReportRows reports={reports} label={title} />
    </Section>
  );
}
