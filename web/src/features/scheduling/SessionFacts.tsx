import { VisuallyHidden } from "@mantine/core";
import {
  IconCalendarEvent,
  IconClock,
  IconStairsUp,
  IconTags,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SessionCard } from "~/features/scheduling/queries";
import { useWhen } from "~/features/scheduling/times/when";
import classes from "~/features/scheduling/visit/visit.module.css";

interface SessionFactsProps {
  readonly session: SessionCard;
}

/** When, with whom, and for how many. */
export function SessionFacts({ session }: SessionFactsProps) {
  const { t } = useTranslation("scheduling");
  const when = useWhen();
  const { start_time, time_zone, instructor_name, skill_level, topics } = session;
  const own = when.own(session);
  const seats = useSeats(session);
  return (
    <dl className={classes["facts"]}>
      <Fact name={t("fact.day")} icon={<IconCalendarEvent size={22} aria-hidden />}>
        {when.day(start_time, time_zone)}
      </Fact>
      <Fact name={t("fact.time")} icon={<IconClock size={22} aria-hidden />}>
        <strong>{when.span(session, time_zone)}</strong> · {when.zone(start_time, time_zone)}
        {own !== null && (
          <>
            <br />
            {own}
          </>
        )}
      </Fact>
      {instructor_name !== "" && (
        <Fact name={t("fact.trainer")} icon={<IconUser size={22} aria-hidden />}>
          {instructor_name}
        </Fact>
      )}
      {skill_level !== null && (
        <Fact name={t("fact.skill_level")} icon={<IconStairsUp size={22} aria-hidden />}>
          {skill_level}
        </Fact>
      )}
      {topics.length > 0 && (
        <Fact name={t("fact.topics")} icon={<IconTags size={22} aria-hidden />}>
          {topics.join(" · ")}
        </Fact>
      )}
      {seats !== null && (
        <Fact name={t("fact.seats")} icon={<IconUsers size={22} aria-hidden />}>
          {seats}
        </Fact>
      )}
    </dl>
  );
}

/** Who leads sees how many come; everybody else, whether there is room while one may come. */
export function useSeats({ capacity, taken, is_full, status }: SessionCard): string | null {
  const { t } = useTranslation("scheduling");
  if (taken === null && (status === "ended" || status === "canceled")) return null;
  if (capacity === null) return taken === null ? null : t("seats.taken", { count: taken });
  if (taken !== null) return t("seats.of", { count: taken, capacity });
  return is_full ? t("seats.full") : t("seats.some", { count: capacity });
}

interface FactProps {
  readonly name: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

export function Fact({ name, icon, children }: FactProps) {
  return (
    <div className={classes["fact"]}>
      <dt>
        {icon}
        <VisuallyHidden>{name}</VisuallyHidden>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
