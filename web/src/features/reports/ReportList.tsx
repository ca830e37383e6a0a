import { Button, Center, Paper } from "@mantine/core";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { usePercent } from "~/features/activities/run/usePercent";
import { type ReportHead, reportsQuery } from "~/features/reports/queries";
import classes from "~/features/reports/ReportList.module.css";
import { useTimes } from "~/features/reports/times";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorNotice } from "~/ui/ErrorNotice";
import rows from "~/ui/OpeningRow.module.css";
import { PageTitle } from "~/ui/PageTitle";

/** The classes that have ended, the latest first. */
export function ReportList() {
  const { t } = useTranslation("reports");
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useSuspenseInfiniteQuery(reportsQuery);
  const reports = data.pages.flatMap((page) => page.reports);

  if (reports.length === 0) {
    return (
      <>
        <PageTitle lead={t("lead")}>{t("title")}</PageTitle>
        <EmptyState
          picture="report"
          action={
            <Button renderRoot={(props) => <Link to="/" {...props} />}>{t("list.begin")}</Button>
          }
        >
          {t("list.empty")}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageTitle lead={t("lead")}>{t("title")}</PageTitle>
      <ReportRows reports={reports} label={t("title")} />
      <ErrorNotice error={error} />
      {hasNextPage && (
        <Center mt="lg">
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t("list.more")}
          </Button>
        </Center>
      )}
    </>
  );
}

interface ReportRowsProps {
  readonly reports: readonly ReportHead[];
  readonly label: string;
}

/** Each with its figures; a row opens its report. */
export function ReportRows({ reports, label }: ReportRowsProps) {
  return (
    <Paper withBorder shadow="sm">
      <ul className={classes["list"]} aria-label={label}>
        {reports.map((head) => (
          <Row key={head.room_id} head={head} />
        ))}
      </ul>
    </Paper>
  );
}

interface RowProps {
  readonly head: ReportHead;
}

function Row({ head }: RowProps) {
  const { t } = useTranslation("reports");
  const times = useTimes();
  const percent = usePercent();
  return (
    <li className={`${rows["row"]} ${classes["row"]}`}>
      <div className={classes["words"]}>
        <Link
          to="/reports/$room_id"
          params={{ room_id: head.room_id }}
          className={`${rows["link"]} ${rows["title"]}`}
        >
          {head.title}
        </Link>
        <span className={classes["when"]}>
          {times.day(head.started_at)}
          {", "}
          {times.span(head.started_at, head.ended_at)}
        </span>
      </div>
      <dl className={classes["figures"]}>
        <Figure name={t("figure.duration")}>{times.duration(head.duration_seconds)}</Figure>
        <Figure name={t("figure.participants")}>{String(head.participant_count)}</Figure>
        <Figure name={t("figure.activities")}>{String(head.activity_count)}</Figure>
        <Figure name={t("figure.mean_score")}>
          {head.mean_score === null ? "–" : percent(head.mean_score)}
        </Figure>
      </dl>
    </li>
  );
}

interface FigureProps {
  readonly name: string;
  readonly children: string;
}

function Figure({ name, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
