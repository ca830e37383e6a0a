import { Anchor, Button, Divider, Paper, Stack, Text, Title } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { asApiError } from "~/api/errors";
import { type Session, sessionQuery } from "~/features/scheduling/queries";
import { SessionFacts } from "~/features/scheduling/SessionFacts";
import { StatusBadge } from "~/features/scheduling/StatusBadge";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { AcceptForm } from "~/features/scheduling/visit/AcceptForm";
import { CalendarMenu } from "~/features/scheduling/visit/CalendarMenu";
import { NotOpen } from "~/features/scheduling/visit/NotOpen";
import { OwnAttendance } from "~/features/scheduling/visit/OwnAttendance";
import { OwnPlace } from "~/features/scheduling/visit/OwnPlace";
import { PublicFrame } from "~/features/scheduling/visit/PublicFrame";
import { RegisterButton } from "~/features/scheduling/visit/RegisterButton";
import { RegisterForm } from "~/features/scheduling/visit/RegisterForm";
import classes from "~/features/scheduling/visit/visit.module.css";
import { WaitingRoom } from "~/features/scheduling/visit/WaitingRoom";
import { PageWaits } from "~/ui/pages";
import { usePageTitle } from "~/ui/usePageTitle";

const SOON_MS = 60_000;
const AT_THE_DOOR_MS = 5000;

interface SessionVisitProps {
  readonly id: string;
  readonly token: string | null;
  readonly isToCancel: boolean;
  /** The link is no good, or no more. */
  readonly onLinkRefused: () => void;
}

/** `/s/{id}`: what it is, a place in it, and the way in. */
export function SessionVisit({ id, token, isToCancel, onLinkRefused }: SessionVisitProps) {
  const { data: session, error } = useQuery({
    ...sessionQuery(id, token),
    refetchInterval: ({ state }) => {
      const isOpen = state.data !== undefined && serverNow() >= Date.parse(state.data.opens_at);
      return isOpen ? AT_THE_DOOR_MS : SOON_MS;
    },
  });
  const isRefused = token !== null && asApiError(error).code === "registration.link_invalid";
  useEffect(() => {
    if (isRefused) onLinkRefused();
  }, [isRefused, onLinkRefused]);

  return (
    <PublicFrame>
      {session && <Visit session={session} token={token} isToCancel={isToCancel} />}
      {!session && (error ? <NotOpen error={error} /> : <PageWaits />)}
    </PublicFrame>
  );
}

interface VisitProps {
  readonly session: Session;
  readonly token: string | null;
  readonly isToCancel: boolean;
}

function Visit({ session, token, isToCancel }: VisitProps) {
  const { t } = useTranslation("scheduling");
  usePageTitle(session.title);
  const isOver = session.status === "ended" || session.status === "canceled";
  return (
    <article className={classes["page"]}>
      <div className={classes["head"]}>
        <StatusBadge session={session} />
        <Title order={1} className={classes["title"] ?? ""}>
          {session.title}
        </Title>
        <SessionFacts session={session} />
      </div>
      <Paper className={classes["card"] ?? ""} withBorder shadow="md" p="lg">
        <Stack gap="lg">
          <WaitingRoom session={session} token={token} />
          <OwnAttendance session={session} />
          {!isOver && <Place session={session} token={token} isToCancel={isToCancel} />}
          {session.may_manage && (
            <>
              <Divider />
              <Button
                variant="default"
                leftSection={<IconSettings size={18} aria-hidden />}
                renderRoot={(props) => (
                  <Link to="/sessions/$id" params={{ id: session.id }} {...props} />
                )}
              >
                {t("visit.manage")}
              </Button>
            </>
          )}
        </Stack>
      </Paper>
      <div className={classes["rest"]}>
        {session.description !== "" && <p className={classes["text"]}>{session.description}</p>}
        {session.event_id !== null && (
          <Text>
            <Anchor
              renderRoot={(props) => (
                <Link to="/e/$id" params={{ id: session.event_id ?? "" }} {...props} />
              )}
            >
              {t("visit.of_event")}
            </Anchor>
          </Text>
        )}
      </div>
    </article>
  );
}

/** One's registration, or how to have one. */
function Place({ session, token, isToCancel }: VisitProps) {
  const { person } = useAuth();
  const { registration, is_host } = session;
  if (registration?.status === "registered" || registration?.status === "waitlisted") {
    return <OwnPlace session={session} token={token} isToCancel={isToCancel} />;
  }
  if (is_host) return <CalendarMenu sessionId={session.id} token={token} />;
  // Where no registration is needed, an open door is all there is to it.
  const isOffered = session.needs_registration || serverNow() < Date.parse(session.opens_at);
  if (!isOffered || serverNow() >= Date.parse(session.closes_at)) return null;
  if (token !== null && registration !== null) {
    return <AcceptForm session={session} token={token} />;
  }
  return person === null ? (
    <RegisterForm session={session} />
  ) : (
    <RegisterButton session={session} />
  );
}
