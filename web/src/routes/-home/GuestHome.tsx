import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { JoinForm } from "~/features/room/JoinForm";
import { Hero } from "~/routes/-home/Hero";
import { RoomScene } from "~/ui/RoomScene";

interface GuestHomeProps {
  readonly greeting: string;
}

/** For those who come to classes and prepare none. */
export function GuestHome({ greeting }: GuestHomeProps) {
  const { t } = useTranslation(["common", "account"]);
  return (
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
  );
}
