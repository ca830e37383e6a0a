import { Button, Center, Paper, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/manage/manage.module.css";
import {
  type Attendee,
  attendanceQuery,
  registrationsQuery,
  type Session,
} from "~/features/scheduling/queries";
import { inMinutes, longText } from "~/features/scheduling/times/countdown";
import { useWhen } from "~/features/scheduling/times/when";
import { regional } from "~/ui/regional";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { PersonMark } from "~/ui/PersonMark";

const MOST = 100;

interface AttendanceProps {
  readonly session: Session;
}

/** Who came, when and for how long; and who had a seat and did not. */
export function Attendance({ session }: AttendanceProps) {
  const { t } = useTranslation("scheduling");
  const came = useInfiniteQuery(attendanceQuery(session.id));
  const [first] = came.data?.pages ?? [];
  if (!first) return <ErrorNotice error={came.error} onRetry={() => void came.refetch()} />;

  const attendees = came.data?.pages.flatMap(({ attendance }) => attendance) ?? [];
  return (
    <>
      {first.total === 0 ? (
        <Text c="dimmed">{t("presence.nobody")}</Text>
      ) : (
        <People title={t("presence.came", { number: first.total })}>
          {attendees.map((attendee) => (
            <AttendeeRow key={attendee.participant_id} attendee={attendee} session={session} />
          ))}
        </People>
      )}
      <ErrorNotice error={came.error} onRetry={() => void came.refetch()} />
      {came.hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={came.isFetchingNextPage}
            onClick={() => void came.fetchNextPage()}
          >
            {t("people.more")}
          </Button>
        </Center>
      )}
      {first.absent > 0 && <Absent sessionId={session.id} />}
    </>
  );
}

interface AttendeeRowProps extends AttendanceProps {
  readonly attendee: Attendee;
}

function AttendeeRow({ attendee, session }: AttendeeRowProps) {
  const { t, i18n } = useTranslation("scheduling");
  const when = useWhen();
  const { participant_id, first_name, last_name, visits, watch_time_seconds } = attendee;
  const zone = session.time_zone;
  const spans = visits.map(({ joined_at, left_at }) =>
    when.span({ start_time: joined_at, end_time: left_at, time_zone: zone }, zone),
  );
  const place = t(attendee.is_registered ? "presence.registered" : "presence.walk_in");
  return (
    <Row
      id={participant_id}
      name={`${first_name} ${last_name}`.trim()}
      details={[spans.join(", "), place]}
    >
      <Text fw={600} className="tabular">
        {longText(inMinutes(watch_time_seconds), regional(i18n.language), "short")}
      </Text>
    </Row>
  );
}

interface AbsentProps {
  readonly sessionId: string;
}

function Absent({ sessionId }: AbsentProps) {
  const { t } = useTranslation("scheduling");
  const { data, error, refetch } = useQuery(
    registrationsQuery(sessionId, {
      search: "",
      status: "registered",
      attended: false,
      limit: MOST,
    }),
  );
  if (!data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const { registrations, total } = data;
  return (
    <>
      <People title={t("presence.absent", { number: total })}>
        {registrations.map(({ id, email, first_name, last_name, organisation, checked_in_at }) => {
          const name = `${first_name} ${last_name}`.trim() || email;
          const checkedIn = checked_in_at === null ? "" : t("presence.checked_in");
          const address = email === name ? "" : email;
          return <Row key={id} id={id} name={name} details={[address, organisation, checkedIn]} />;
        })}
      </People>
      {total > registrations.length && (
        <Text c="dimmed" mt="md">
          {t("people.too_many", { shown: registrations.length, total })}
        </Text>
      )}
    </>
  );
}

interface PeopleProps {
  readonly title: string;
  readonly children: ReactNode;
}

function People({ title, children }: PeopleProps) {
  return (
    <>
      <Title order={3} className={classes["group"] ?? ""}>
        {title}
      </Title>
      <Paper withBorder component="ul" className={classes["rows"] ?? ""} aria-label={title}>
        {children}
      </Paper>
    </>
  );
}

interface RowProps {
  readonly id: string;
  readonly name: string;
  readonly details: readonly string[];
  readonly children?: ReactNode;
}

function Row({ id, name, details, children }: RowProps) {
  const said = details.filter((text) => text !== "").join(" · ");
  return (
    <li className={classes["row"]}>
      <PersonMark id={id} name={name} size={32} />
      <div className={classes["words"]}>
        <Text fw={600}>{name}</Text>
        {said !== "" && (
          <Text size="sm" c="dimmed">
            {said}
          </Text>
        )}
      </div>
      {children}
    </li>
  );
}
