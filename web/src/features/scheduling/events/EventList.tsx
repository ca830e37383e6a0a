import { Button, Paper, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { EventMenu } from "~/features/scheduling/events/EventMenu";
import { restoreEvent } from "~/features/scheduling/events/changes";
import classes from "~/features/scheduling/events/events.module.css";
import { EventBadge } from "~/features/scheduling/events/EventBadge";
import { useEventNames } from "~/features/scheduling/events/names";
import { type EventCard, eventsQuery } from "~/features/scheduling/queries";
import { useWhen } from "~/features/scheduling/times/when";
import { ownZone } from "~/features/scheduling/times/zones";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorNotice } from "~/ui/ErrorNotice";
import rows from "~/ui/OpeningRow.module.css";
import { PageTitle } from "~/ui/PageTitle";
import { useErrorNotification } from "~/ui/useErrorNotification";

type Shown = "upcoming" | "all" | "deleted";

/** The events that one may see, and those that one has thrown away. */
export function EventList() {
  const { t } = useTranslation("scheduling");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [shown, setShown] = useState<Shown>("upcoming");
  const { data, error, refetch } = useQuery(
    eventsQuery({
      search,
      upcoming: shown === "upcoming",
      deleted: shown === "deleted",
      mine: false,
    }),
  );
  const events = data?.events ?? [];
  return (
    <>
      <PageTitle
        lead={t("events.lead")}
        action={
          <Button
            leftSection={<IconPlus size={18} aria-hidden />}
            renderRoot={(props) => <Link to="/events/new" {...props} />}
          >
            {t("events.new")}
          </Button>
        }
      >
        {t("events.title")}
      </PageTitle>
      <div className={classes["filters"]}>
        <TextInput
          type="search"
          aria-label={t("events.search")}
          placeholder={t("events.search")}
          leftSection={<IconSearch size={18} aria-hidden />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t("events.which")}
          value={shown}
          onChange={(value) => setShown(value)}
          data={[
            { value: "upcoming" as const, label: t("events.upcoming") },
            { value: "all" as const, label: t("events.all") },
            { value: "deleted" as const, label: t("events.deleted") },
          ]}
        />
      </div>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data && events.length === 0 && (
        <EmptyState picture="door">
          {shown === "deleted" ? t("events.none_deleted") : t("events.empty")}
        </EmptyState>
      )}
      {events.length > 0 && (
        <Paper withBorder shadow="sm" component="ul" className={classes["rows"] ?? ""}>
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </Paper>
      )}
    </>
  );
}

interface EventRowProps {
  readonly event: EventCard;
}

function EventRow({ event }: EventRowProps) {
  const { t } = useTranslation("scheduling");
  const when = useWhen();
  const names = useEventNames();
  const notifyError = useErrorNotification();
  const { id, title, start_time, time_zone, type, place, restorable_until } = event;
  return (
    <li className={`${rows["row"]} ${classes["row"]}`}>
      <div>
        {restorable_until === null ? (
          <Link to="/e/$id" params={{ id }} className={`${rows["link"]} ${rows["title"]}`}>
            {title}
          </Link>
        ) : (
          <Text fw={650}>{title}</Text>
        )}
        <div className={classes["facts"]}>
          <EventBadge status={event.status} />
          <span>{when.day(start_time, time_zone)}</span>
          <span>{names.type(type)}</span>
          {place !== "" && <span>{place}</span>}
          {restorable_until !== null && (
            <span>
              {t("events.restorable_until", { day: when.dayWithin(restorable_until, ownZone()) })}
            </span>
          )}
        </div>
      </div>
      {restorable_until === null ? (
        <EventMenu event={event} />
      ) : (
        <Button
          variant="default"
          size="sm"
          className={classes["above"] ?? ""}
          aria-label={t("events.restore_of", { title })}
          onClick={() => {
            restoreEvent(id).catch(notifyError);
          }}
        >
          {t("events.restore")}
        </Button>
      )}
    </li>
  );
}
