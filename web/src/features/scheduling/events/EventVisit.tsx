import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCalendarEvent, IconMapPin, IconPlus, IconWorld } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { EventBadge } from "~/features/scheduling/events/EventBadge";
import { EventMenu } from "~/features/scheduling/events/EventMenu";
import { Markdown } from "~/features/scheduling/events/Markdown";
import { useEventNames } from "~/features/scheduling/events/names";
import { type Event, eventQuery } from "~/features/scheduling/queries";
import { Fact } from "~/features/scheduling/SessionFacts";
import { SessionLink } from "~/features/scheduling/SessionLink";
import { useWhen } from "~/features/scheduling/times/when";
import { NotOpen } from "~/features/scheduling/visit/NotOpen";
import { PublicFrame } from "~/features/scheduling/visit/PublicFrame";
import classes from "~/features/scheduling/visit/visit.module.css";
import { PageWaits } from "~/ui/pages";
import { usePageTitle } from "~/ui/usePageTitle";

interface EventVisitProps {
  readonly id: string;
}

/** `/e/{id}`: an event and the sessions of it that whoever looks may see. */
export function EventVisit({ id }: EventVisitProps) {
  const { person } = useAuth();
  const { data: event, error } = useQuery(eventQuery(id, person !== null));
  return (
    <PublicFrame>
      {event && <Visit event={event} />}
      {!event && (error ? <NotOpen error={error} /> : <PageWaits />)}
    </PublicFrame>
  );
}

interface VisitProps {
  readonly event: Event;
}

function Visit({ event }: VisitProps) {
  const { t } = useTranslation("scheduling");
  const when = useWhen();
  const names = useEventNames();
  usePageTitle(event.title);
  const { id, title, start_time, time_zone, place, is_remote, description, status } = event;
  const where = [place, is_remote ? t("event.online") : ""].filter((text) => text !== "");
  return (
    <article>
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <Group gap="sm">
          {status !== "published" && <EventBadge status={status} />}
          <Text c="dimmed">{names.type(event.type)}</Text>
        </Group>
        {event.may_manage && <EventMenu event={event} />}
      </Group>
      <Title order={1} className={classes["title"] ?? ""}>
        {title}
      </Title>
      <Stack gap="xl">
        {event.picture_id !== null && (
          <img className={classes["picture"]} src={`/files/${event.picture_id}`} alt="" />
        )}
        <dl className={classes["facts"]}>
          <Fact name={t("fact.time")} icon={<IconCalendarEvent size={22} aria-hidden />}>
            {when.period(event)} · {when.zone(start_time, time_zone)}
          </Fact>
          {where.length > 0 && (
            <Fact
              name={t("event.place")}
              icon={
                is_remote ? (
                  <IconWorld size={22} aria-hidden />
                ) : (
                  <IconMapPin size={22} aria-hidden />
                )
              }
            >
              {where.join(" · ")}
            </Fact>
          )}
        </dl>
        {description !== "" && <Markdown>{description}</Markdown>}
        <section aria-labelledby="sessions">
          <Group justify="space-between" mb="md">
            <Title order={2} id="sessions">
              {t("event.sessions")}
            </Title>
            {event.may_manage && status !== "canceled" && (
              <Button
                variant="default"
                leftSection={<IconPlus size={18} aria-hidden />}
                renderRoot={(props) => (
                  <Link to="/sessions/new" search={{ event: id }} {...props} />
                )}
              >
                {t("calendar.new")}
              </Button>
            )}
          </Group>
          {event.training_sessions.length === 0 ? (
            <Text c="dimmed">{t("event.no_sessions")}</Text>
          ) : (
            <Paper withBorder component="ul" className={classes["sessions"] ?? ""}>
              {event.training_sessions.map((session) => (
                <SessionLink key={session.id} session={session} />
              ))}
            </Paper>
          )}
        </section>
      </Stack>
    </article>
  );
}
