import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Session } from "~/features/scheduling/queries";
import { inMinutes, longText } from "~/features/scheduling/times/countdown";
import { useWhen } from "~/features/scheduling/times/when";
import classes from "~/features/scheduling/visit/visit.module.css";
import { regional } from "~/ui/regional";

interface OwnAttendanceProps {
  readonly session: Pick<Session, "attendance" | "time_zone">;
}

/** Of who was there: when, and for how long. */
export function OwnAttendance({ session }: OwnAttendanceProps) {
  const { t, i18n } = useTranslation("scheduling");
  const when = useWhen();
  const { attendance, time_zone: zone } = session;
  if (attendance === null) return null;
  const { visits, watch_time_seconds } = attendance;
  const [first] = visits;
  const time = longText(inMinutes(watch_time_seconds), regional(i18n.language));
  return (
    <Stack component="section" gap={4} aria-labelledby="own-attendance">
      <Title order={2} id="own-attendance">
        {t("own_presence.title")}
      </Title>
      <Text fw={600}>{t("own_presence.time", { time })}</Text>
      <ul className={classes["visits"]} aria-label={t("own_presence.visits")}>
        {visits.map(({ joined_at, left_at }) => (
          <li key={joined_at} className="tabular">
            {when.span({ start_time: joined_at, end_time: left_at, time_zone: zone }, zone)}
          </li>
        ))}
      </ul>
      {first && (
        <Text c="dimmed" size="sm">
          {when.zone(first.joined_at, zone)}
        </Text>
      )}
    </Stack>
  );
}
