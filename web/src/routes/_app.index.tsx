import { Paper, Text, Title } from "@mantine/core";
import { createFileRoute } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { JoinForm } from "~/features/room/JoinForm";
import classes from "~/routes/-home.module.css";
import { RoomScene } from "~/ui/RoomScene";
import { usePageTitle } from "~/ui/usePageTitle";

export const Route = createFileRoute("/_app/")({ component: Home });

function Home() {
  const { t } = useTranslation();
  const name = Route.useRouteContext().person.first_name;
  usePageTitle(t("places.home"));
  return (
    <Paper withBorder shadow="sm" radius="lg" className={classes["hero"]}>
      <div className={classes["words"]}>
        <div>
          <Title order={1}>
            {name === "" ? t("home.greeting") : t("home.greeting_name", { name })}
          </Title>
          <Text c="dimmed">{t("home.lead")}</Text>
        </div>
        <JoinForm />
      </div>
      <div className={classes["scene"]}>
        <RoomScene />
      </div>
    </Paper>
  );
}
