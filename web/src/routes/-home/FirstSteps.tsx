import { Button, Center, Paper, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useNewCapsule } from "~/features/capsules/useNewCapsule";
import classes from "~/routes/-home/home.module.css";
import { Section } from "~/routes/-home/Section";
import { Picture, type PictureName } from "~/ui/Picture";

interface StepProps {
  readonly picture: PictureName;
  readonly title: string;
  readonly children: string;
}

/** What a class is made of, for those who have not given one here. */
export function FirstSteps() {
  const { t } = useTranslation(["common", "capsules"]);
  const { isCreating, create } = useNewCapsule();
  return (
    <Section title={t("home.first.title")}>
      <Paper withBorder shadow="sm" radius="lg" p="xl">
        <ol className={classes["steps"]}>
          <Step picture="slides" title={t("home.first.prepare")}>
            {t("home.first.prepare_how")}
          </Step>
          <Step picture="door" title={t("home.first.launch")}>
            {t("home.first.launch_how")}
          </Step>
          <Step picture="report" title={t("home.first.read")}>
            {t("home.first.read_how")}
          </Step>
        </ol>
        <Center mt="xl">
          <Button
            size="lg"
            leftSection={<IconPlus size={20} aria-hidden />}
            loading={isCreating}
            onClick={create}
          >
            {t("capsules:list.new")}
          </Button>
        </Center>
      </Paper>
    </Section>
  );
}

function Step({ picture, title, children }: StepProps) {
  return (
    <li>
      <Picture name={picture} />
      <Title order={3}>{title}</Title>
      <Text c="dimmed">{children}</Text>
    </li>
  );
}
