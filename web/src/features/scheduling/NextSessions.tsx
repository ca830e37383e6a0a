import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { SessionCard } from "~/features/scheduling/queries";
import { SessionLink } from "~/features/scheduling/SessionLink";
import { longText } from "~/features/scheduling/times/countdown";
import { useCountdown } from "~/features/scheduling/times/useCountdown";
import { regional } from "~/ui/regional";

interface NextSessionsProps {
  readonly sessions: readonly SessionCard[];
}

/** Rows of what comes next, each with the time that is left. */
export function NextSessions({ sessions }: NextSessionsProps) {
  return sessions.map((session) => (
    <SessionLink
      key={session.id}
      session={session}
      isToManage={session.may_manage}
      aside={<Left session={session} />}
    />
  ));
}

function Left({ session }: { readonly session: SessionCard }) {
  const { t, i18n } = useTranslation("scheduling");
  const untilOpen = useCountdown(Date.parse(session.opens_at));
  const left = useCountdown(Date.parse(session.start_time));
  if (untilOpen <= 0) {
    return (
      <Button
        size="sm"
        style={{ position: "relative" }}
        aria-label={t("next.enter_of", { title: session.title })}
        renderRoot={(props) => <Link to="/s/$id" params={{ id: session.id }} {...props} />}
      >
        {t("next.enter")}
      </Button>
    );
  }
  return (
    <Text size="sm" fw={600} className="tabular">
      {t("next.in", { time: longText(left, regional(i18n.language), "short") })}
    </Text>
  );
}
