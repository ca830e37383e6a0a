import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/calendar/calendar.module.css";
import { byDay } from "~/features/scheduling/calendar/layout";
import { SessionChip } from "~/features/scheduling/calendar/SessionChip";
import type { SessionCard } from "~/features/scheduling/queries";
import { useSeats } from "~/features/scheduling/SessionFacts";
import { dayText } from "~/features/scheduling/times/days";
import { ownZone } from "~/features/scheduling/times/zones";
import { EmptyState } from "~/ui/EmptyState";

interface CalendarListProps {
  readonly sessions: readonly SessionCard[] | undefined;
  readonly onMove: (session: SessionCard) => void;
}

/** Day after day, only those on which there is something. */
export function CalendarList({ sessions, onMove }: CalendarListProps) {
  const { t, i18n } = useTranslation("scheduling");
  if (sessions?.length === 0) return <EmptyState picture="door">{t("calendar.empty")}</EmptyState>;
  return (
    <div className={classes["days"]}>
      {[...byDay(sessions ?? [], ownZone())].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <Title order={2} size="h3" id={`day-${day}`} className={classes["dayName"] ?? ""}>
            {dayText(day, i18n.language, { weekday: "long", day: "numeric", month: "long" })}
          </Title>
          <ul className={classes["daySessions"]}>
            {ofDay.map((session) => (
              <li key={session.id}>
                <SessionChip session={session} perMinute={0} onMove={onMove}>
                  <Facts session={session} />
                </SessionChip>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Facts({ session }: { readonly session: SessionCard }) {
  const seats = useSeats(session);
  const facts = [session.instructor_name, seats ?? ""].filter((text) => text !== "");
  return <span className={classes["facts"]}>{facts.join(" · ")}</span>;
}
