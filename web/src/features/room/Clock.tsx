import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { useConnection, useSlice } from "~/features/room/seat";
import classes from "~/features/room/TopBar.module.css";
import { regional } from "~/ui/regional";

const TICK_MS = 5_000;
const MINUTE_MS = 60_000;

/** The time of day, and how long the class has been going on. */
export function Clock() {
  const { t, i18n } = useTranslation("room");
  const { now } = useConnection();
  const startedAt = useSlice("room")?.started_at;
  const [time, setTime] = useState(now);

  useEffect(() => {
    const ticking = setInterval(() => {
      setTime(now());
    }, TICK_MS);
    return () => {
      clearInterval(ticking);
    };
  }, [now]);

  const clock = new Intl.DateTimeFormat(regional(i18n.language), {
    hour: "2-digit",
    minute: "2-digit",
  });
  const minutes = startedAt
    ? Math.max(0, Math.floor((time - Date.parse(startedAt)) / MINUTE_MS))
    : 0;
  return (
    <p className={classes["clock"]}>
      <time dateTime={new Date(time).toISOString()}>{clock.format(time)}</time>
      <span>{t("bar.elapsed", { minutes })}</span>
    </p>
  );
}
