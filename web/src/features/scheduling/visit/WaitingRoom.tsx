import { Button, Loader, Stack, Text, Title } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { hasTakenPlace, type Reason, type Session } from "~/features/scheduling/queries";
import { countdownText, longText, stepBetween } from "~/features/scheduling/times/countdown";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { useCountdown } from "~/features/scheduling/times/useCountdown";
import { useWhen } from "~/features/scheduling/times/when";
import { regional } from "~/ui/regional";
import { ownZone } from "~/features/scheduling/times/zones";
import { OpenDoor } from "~/features/scheduling/visit/OpenDoor";
import { useDoor } from "~/features/scheduling/visit/useDoor";
import classes from "~/features/scheduling/visit/visit.module.css";
import { announce } from "~/ui/announcer";
import { ErrorNotice } from "~/ui/ErrorNotice";

/** Nobody keeps a page open for longer. */
const AN_HOUR = 3600;

interface WaitingRoomProps {
  readonly session: Session;
  readonly token: string | null;
}

/** Before the door: how long it takes, why one may not enter, and in by itself when it opens. */
export function WaitingRoom({ session, token }: WaitingRoomProps) {
  const { t } = useTranslation(["scheduling", "common"]);
  const { data: answer, error, refetch } = useDoor(session, token);
  if (answer === undefined) {
    return error ? (
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    ) : (
      <Loader aria-label={t("common:loading")} />
    );
  }
  if (answer.can_join) {
    return <OpenDoor session={session} token={token} roomName={answer.room_name} />;
  }
  if (answer.reason === "too_early") return <Countdown session={session} />;
  return answer.reason === null ? null : <Closed reason={answer.reason} session={session} />;
}

interface CountdownProps {
  readonly session: Session;
}

function Countdown({ session }: CountdownProps) {
  const { t, i18n } = useTranslation("scheduling");
  const language = regional(i18n.language);
  const when = useWhen();
  const left = useCountdown(Date.parse(session.opens_at));
  const before = useRef(left);

  useEffect(() => {
    const step = stepBetween(before.current, left);
    before.current = left;
    if (step !== null) announce(t("wait.soon", { time: longText(step, language) }));
  }, [left, language, t]);

  function says(seconds: number): string {
    if (seconds <= 0) return t("wait.now");
    return seconds > AN_HOUR ? t("wait.come_back") : t("wait.by_itself");
  }

  const zone = ownZone();
  const isToday =
    when.day(session.opens_at, zone) === when.day(new Date(serverNow()).toISOString(), zone);
  const time = when.clock(session.opens_at, zone);
  return (
    <Stack gap={4}>
      <Title order={2}>
        {isToday
          ? t("wait.opens_at", { time })
          : t("wait.opens_on", { moment: when.short(session.opens_at, zone) })}
      </Title>
      <p className={classes["count"]} role="timer" aria-label={t("wait.left")}>
        {countdownText(left, language)}
      </p>
      <Text c="dimmed" size="sm">
        {says(left)}
      </Text>
    </Stack>
  );
}

interface ClosedProps {
  readonly reason: Exclude<Reason, "too_early">;
  readonly session: Session;
}

function Closed({ reason, session }: ClosedProps) {
  const { t } = useTranslation("scheduling");
  const { person } = useAuth();
  const { href } = useLocation();
  const says = useReason();
  // Who still can register is offered just that, below.
  if (reason === "not_registered" && session.registration?.status !== "canceled") return null;
  return (
    <Stack gap="sm" align="flex-start">
      <Text fw={600} role="status">
        {reason === "ended" && !hasTakenPlace(session) ? t("reason.not_held") : says(reason)}
      </Text>
      {reason === "members_only" && person === null && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/sign-in" search={{ next: href }} {...props} />}
        >
          {t("visit.sign_in")}
        </Button>
      )}
    </Stack>
  );
}

function useReason(): (reason: Exclude<Reason, "too_early">) => string {
  const { t } = useTranslation("scheduling");
  return (reason) => {
    switch (reason) {
      case "canceled":
        return t("reason.canceled");
      case "ended":
        return t("reason.ended");
      case "kicked":
        return t("reason.kicked");
      case "members_only":
        return t("reason.members_only");
      case "not_registered":
        return t("reason.not_registered");
      case "too_late":
        return t("reason.too_late");
      case "full":
        return t("reason.full");
    }
  };
}
