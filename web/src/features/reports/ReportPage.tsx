import { Anchor, Button } from "@mantine/core";
import { IconArrowLeft, IconPrinter } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { usePercent } from "~/features/activities/run/usePercent";
import { ActivitySection } from "~/features/reports/ActivitySection";
import { Attendance } from "~/features/reports/Attendance";
import type { Report } from "~/features/reports/queries";
import classes from "~/features/reports/Report.module.css";
import { Timeline } from "~/features/reports/Timeline";
import { namesIn } from "~/features/reports/timeline";
import { useTimes } from "~/features/reports/times";
import { usePrintInLight } from "~/features/reports/usePrintInLight";
import { PageTitle } from "~/ui/PageTitle";

interface ReportPageProps {
  readonly report: Report;
}

/** What a class leaves behind. Made for a screen and for paper. */
export function ReportPage({ report }: ReportPageProps) {
  const { t } = useTranslation("reports");
  const times = useTimes();
  const percent = usePercent();
  const { can } = useAuth(); // whoever assisted reads this report, and has no list of their own
  const names = useMemo(() => namesIn(report), [report]);
  usePrintInLight();
  const figures = [
    [t("figure.duration"), times.duration(report.duration_seconds)],
    [t("figure.participants"), String(report.participant_count)],
    [t("figure.activities"), String(report.activity_count)],
    [t("figure.mean_score"), report.mean_score === null ? "–" : percent(report.mean_score)],
  ] as const;
  return (
    <div className={classes["report"]}>
      {can("instructor") && (
        <Anchor
          underline="hover"
          className={classes["back"]}
          renderRoot={(props) => <Link to="/reports" {...props} />}
        >
          <IconArrowLeft size={18} aria-hidden />
          {t("title")}
        </Anchor>
      )}
      <PageTitle
        lead={t("head.lead", {
          day: times.day(report.started_at),
          span: times.span(report.started_at, report.ended_at),
          trainer: report.trainer_name,
        })}
        action={
          <Button
            variant="default"
            className={classes["unprinted"]}
            leftSection={<IconPrinter size={18} aria-hidden />}
            onClick={() => {
              window.print();
            }}
          >
            {t("head.print")}
          </Button>
        }
      >
        {report.title}
      </PageTitle>
      <dl className={classes["figures"]}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Attendance report={report} />
      <section aria-labelledby="activities">
        <h2 id="activities">{t("activities.title")}</h2>
        {report.activities.length === 0 && (
          <p className={classes["quiet"]}>{t("activities.none")}</p>
        )}
        {report.activities.map((activity) => (
          <ActivitySection key={activity.run_id} roomId={report.room_id} activity={activity} />
        ))}
      </section>
      <Timeline report={report} names={names} />
    </div>
  );
}
