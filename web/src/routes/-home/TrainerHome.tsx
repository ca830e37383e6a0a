import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { JoinForm } from "~/features/room/JoinForm";
import { Capsules } from "~/routes/-home/Capsules";
import classes from "~/routes/-home/home.module.css";
import { NextSessions } from "~/routes/-home/NextSessions";
import { OpenRooms } from "~/routes/-home/OpenRooms";
import { Part } from "~/routes/-home/Part";
import { RecentReports } from "~/routes/-home/RecentReports";

interface TrainerHomeProps {
  readonly greeting: string;
}

/** Back to the class that is on, or on to the next one; then what there is to prepare and to read. */
export function TrainerHome({ greeting }: TrainerHomeProps) {
  const { t } = useTranslation(["common", "scheduling"]);
  return (
    <div className={classes["page"]}>
      <div className={classes["greeting"]}>
        <Title order={1}>{greeting}</Title>
        <Text c="dimmed">{t("home.lead")}</Text>
      </div>
      <div className={classes["join"]}>
        <JoinForm />
      </div>
      <Part title={t("home.open_rooms")}>
        <OpenRooms />
      </Part>
      <Part title={t("scheduling:next.title")}>
        <NextSessions />
      </Part>
      <Part title={t("places.capsules")}>
        <Capsules />
      </Part>
      <Part title={t("home.reports")}>
        <RecentReports />
      </Part>
    </div>
  );
}
