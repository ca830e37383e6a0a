import { Anchor, Paper } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { NextSessions as Rows } from "~/features/scheduling/NextSessions";
import { nextSessionsQuery } from "~/features/scheduling/queries";
import classes from "~/routes/-home/home.module.css";
import { Section } from "~/routes/-home/Section";

/** What one leads and what one is registered for, soonest first. Nothing without any. */
export function NextSessions() {
  const { t } = useTranslation("scheduling");
  const { data: sessions } = useSuspenseQuery(nextSessionsQuery);
  if (sessions.length === 0) return null;
  return (
    <Section
      title={t("next.title")}
      more={
        <Anchor renderRoot={(props) => <Link to="/calendar" {...props} />}>{t("next.all")}</Anchor>
      }
    >
      <Paper withBorder shadow="sm" component="ul" className={classes["rooms"] ?? ""}>
        <Rows sessions={sessions} />
      </Paper>
    </Section>
  );
}
