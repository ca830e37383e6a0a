import { Button, Group, Paper, Text, Title } from "@mantine/core";
import { IconDoorEnter } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ago } from "~/features/capsules/ago";
import { type OpenRoom, openRoomsQuery } from "~/features/room/openRooms";
import { spokenLink } from "~/features/room/share/links";
import { Hero } from "~/routes/-home/Hero";
import classes from "~/routes/-home/home.module.css";
import { RoomMenu } from "~/routes/-home/RoomMenu";
import { Section } from "~/routes/-home/Section";
import { RoomScene } from "~/ui/RoomScene";

/** The classes that are on: the latest to come back to with one press. Nothing without any. */
export function OpenRooms() {
  const { t, i18n } = useTranslation();
  const [latest, ...others] = useSuspenseQuery(openRoomsQuery).data.rooms;
  if (!latest) return null;
  return (
    <>
      <Hero scene={<RoomScene />}>
        <div>
          <p className={classes["live"]}>
            {t("home.opened", { ago: ago(latest.created_at, i18n.language) })}
          </p>
          <Title order={2} className={classes["title"] ?? ""}>
            {latest.title}
          </Title>
          <Text c="dimmed" className={classes["link"] ?? ""}>
            {spokenLink(latest.name)}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            size="lg"
            leftSection={<IconDoorEnter size={22} aria-hidden />}
            renderRoot={(props) => <Link to="/r/$name" params={{ name: latest.name }} {...props} />}
          >
            {t("home.return")}
          </Button>
          <RoomMenu room={latest} />
        </Group>
      </Hero>
      {others.length > 0 && (
        <Section title={t("home.other_rooms")}>
          <Paper withBorder shadow="sm" component="ul" className={classes["rooms"] ?? ""}>
            {others.map((room) => (
              <OtherRoom key={room.id} room={room} />
            ))}
          </Paper>
        </Section>
      )}
    </>
  );
}

function OtherRoom({ room }: { readonly room: OpenRoom }) {
  const { t, i18n } = useTranslation();
  const { name, title, created_at } = room;
  return (
    <li className={classes["room"]}>
      <div>
        <Text fw={650} lineClamp={2}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {t("home.opened", { ago: ago(created_at, i18n.language) })}
        </Text>
      </div>
      <Button
        variant="default"
        aria-label={t("home.return_to", { title })}
        renderRoot={(props) => <Link to="/r/$name" params={{ name }} {...props} />}
      >
        {t("home.return_short")}
      </Button>
      <RoomMenu room={room} />
    </li>
  );
}
