import { Button, Group, Text, Title } from "@mantine/core";
import { IconPencil, IconPlayerPlayFilled } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CapsuleFacts, Thumbnail } from "~/features/capsules/CapsuleTile";
import { launch } from "~/features/capsules/changes";
import type { CapsuleCard } from "~/features/capsules/queries";
import { Hero } from "~/routes/-home/Hero";
import classes from "~/routes/-home/home.module.css";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface NextCapsuleProps {
  readonly capsule: CapsuleCard;
}

export function NextCapsule({ capsule }: NextCapsuleProps) {
  const { t } = useTranslation(["common", "capsules"]);
  const navigate = useNavigate();
  const notifyError = useErrorNotification();
  const [isLaunching, setLaunching] = useState(false);

  async function enterNewRoom() {
    setLaunching(true);
    try {
      const name = await launch(capsule.id);
      await navigate({ to: "/r/$name", params: { name } });
    } catch (error) {
      notifyError(error);
      setLaunching(false);
    }
  }

  return (
    <Hero
      scene={
        <div className={classes["wall"]}>
          <div className={classes["slide"]}>
            <Thumbnail capsule={capsule} />
          </div>
        </div>
      }
    >
      <div>
        <p className={classes["eyebrow"]}>{t("home.last_used")}</p>
        <Title order={2} className={classes["title"] ?? ""}>
          {capsule.title}
        </Title>
        <Text c="dimmed">
          <CapsuleFacts capsule={capsule} />
        </Text>
      </div>
      <Group gap="xs">
        <Button
          size="lg"
          leftSection={<IconPlayerPlayFilled size={18} aria-hidden />}
          loading={isLaunching}
          onClick={() => void enterNewRoom()}
        >
          {t("capsules:editor.launch")}
        </Button>
        <Button
          size="lg"
          variant="subtle"
          color="gray"
          c="inherit"
          leftSection={<IconPencil size={20} aria-hidden />}
          renderRoot={(props) => (
            <Link to="/capsules/$capsuleId" params={{ capsuleId: capsule.id }} {...props} />
          )}
        >
          {t("home.edit")}
        </Button>
      </Group>
    </Hero>
  );
}
