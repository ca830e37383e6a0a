import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { JoinForm } from "~/features/room/JoinForm";
import { Hero } from "~/routes/-home/Hero";
import classes from "~/routes/-home/home.module.css";
import { NextSessions } from "~/routes/-home/NextSessions";
import { Part } from "~/routes/-home/Part";
import { RoomScene } from "~/ui/RoomScene";

interface GuestHomeProps {
  readonly greeting: string;
}

/** For those who come to classes and prepare none. */
export function GuestHome({ greeting }: GuestHomeProps) {
  const { t } = useTranslation(["common", "account", "scheduling"]);
  return (
    <div className={classes["page"]}>
      <Hero scene={<RoomScene />}>
        <Stack gap={4}>
          <Title order={1}>{greeting}</Title>
          <Text c="dimmed">{t("home.guest_lead")}</Text>
        </Stack>
        <JoinForm isMain />
        <Anchor
          style={{ alignSelf: "flex-start" }}
          renderRoot={(props) => <Link to="/profile" {...props} />}
        >
          {t("account:profile.title")}
        </Anchor>
      </Hero>
      <Part title={t("scheduling:next.title")}>
        <NextSessions />
      </Part>
    </div>
  );
}
