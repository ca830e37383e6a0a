import { ActionIcon, Badge, Checkbox, CloseButton, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { NothingPrepared } from "~/features/activities/NothingPrepared";
import { type ActivityCard, libraryQuery } from "~/features/activities/queries";
import classes from "~/features/capsules/editor.module.css";
import { ErrorNotice } from "~/ui/ErrorNotice";

interface ActivitiesPanelProps {
  /** Of the activities of this capsule, in their order. */
  readonly ids: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Which quizzes and polls of the library this capsule brings into the room, and in which order. */
export function ActivitiesPanel({ ids, onChoose, onClose }: ActivitiesPanelProps) {
  const { t } = useTranslation("capsules");
  const { data: library, error, refetch } = useQuery(libraryQuery);

  function move(id: string, by: -1 | 1) {
    const from = ids.indexOf(id);
    onChoose(ids.toSpliced(from, 1).toSpliced(from + by, 0, id));
  }

  const chosen = ids.flatMap((id) => library?.find((each) => each.id === id) ?? []);
  const others = (library ?? []).filter(({ id }) => !ids.includes(id));
  return (
    <aside className={classes["panel"]} aria-label={t("activities.title")}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t("activities.title")}</Title>
        <CloseButton aria-label={t("activities.close")} onClick={onClose} />
      </Group>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {library?.length === 0 && (
        <NothingPrepared verb={t("activities.create")}>{t("activities.empty")}</NothingPrepared>
      )}
      <Stack gap="xs">
        {chosen.map((activity, place) => (
          <Row
            key={activity.id}
            activity={activity}
            isChosen
            onToggle={() => onChoose(ids.filter((id) => id !== activity.id))}
          >
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={place === 0}
              aria-label={t("activities.up", { title: activity.title })}
              onClick={() => move(activity.id, -1)}
            >
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={place === chosen.length - 1}
              aria-label={t("activities.down", { title: activity.title })}
              onClick={() => move(activity.id, 1)}
            >
              <IconArrowDown size={16} aria-hidden />
            </ActionIcon>
          </Row>
        ))}
        {others.length > 0 && (
          <Text size="sm" c="dimmed" mt="sm">
            {t("activities.library")}
          </Text>
        )}
        {others.map((activity) => (
          <Row
            key={activity.id}
            activity={activity}
            onToggle={() => onChoose([...ids, activity.id])}
          />
        ))}
      </Stack>
    </aside>
  );
}

interface RowProps {
  readonly activity: ActivityCard;
  readonly isChosen?: boolean;
  readonly onToggle: () => void;
  readonly children?: React.ReactNode;
}

function Row({ activity, isChosen = false, onToggle, children }: RowProps) {
  const { t } = useTranslation("capsules");
  return (
    <Group className={classes["activity"] ?? ""} wrap="nowrap" gap={4}>
      <Checkbox
        flex={1}
        checked={isChosen}
        onChange={onToggle}
        label={activity.title}
        description={t("activities.questions", { count: activity.question_count })}
      />
      <Badge variant="light" color={activity.kind === "quiz" ? "accent" : "link"}>
        {activity.kind === "quiz" ? t("activities.quiz") : t("activities.poll")}
      </Badge>
      {children}
    </Group>
  );
}
