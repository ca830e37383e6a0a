import { Badge, Button, Skeleton, Stack } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { NothingPrepared } from "~/features/activities/NothingPrepared";
import { type ActivityCard, activityCards } from "~/features/room/panel/activityCards";
import classes from "~/features/room/panel/Activities.module.css";
import { RunningActivity } from "~/features/room/panel/RunningActivity";
import { useSeat, useSend, useSlice } from "~/features/room/seat";
import { ErrorNotice } from "~/ui/ErrorNotice";

/** What the trainer can start, and how the running one goes. */
export function Activities() {
  const { t } = useTranslation("room");
  const running = useSlice("activity");
  const { data, error, refetch } = useQuery(activityCards(useSeat().room_id));
  return (
    <div className={classes["activities"]}>
      {running && <RunningActivity activity={running} />}
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {!data && !error && (
        <Stack gap="xs">
          <Skeleton height={64} />
          <Skeleton height={64} />
        </Stack>
      )}
      {data && data.ofCapsule.length + data.others.length === 0 && (
        <NothingPrepared verb={t("activities.prepare")}>{t("activities.none")}</NothingPrepared>
      )}
      {data && (
        <>
          <Cards
            title={t("activities.of_capsule")}
            cards={data.ofCapsule}
            runningId={running?.activity_id}
          />
          <Cards
            title={t("activities.library")}
            cards={data.others}
            runningId={running?.activity_id}
          />
        </>
      )}
    </div>
  );
}

interface CardsProps {
  readonly title: string;
  readonly cards: readonly ActivityCard[];
  readonly runningId: string | undefined;
}

function Cards({ title, cards, runningId }: CardsProps) {
  if (cards.length === 0) return null;
  return (
    <section>
      <h2 className={classes["heading"]}>{title}</h2>
      <ul className={classes["list"]}>
        {cards.map((card) => (
          <Card key={card.id} card={card} isRunning={card.id === runningId} />
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  readonly card: ActivityCard;
  readonly isRunning: boolean;
}

function Card({ card, isRunning }: CardProps) {
  const { t } = useTranslation("room");
  const send = useSend();
  const [isStarting, setStarting] = useState(false);

  async function start() {
    setStarting(true);
    await send({ type: "activity.start", activity_id: card.id });
    setStarting(false);
  }

  return (
    <li className={classes["card"]} aria-label={card.title}>
      <div>
        <strong>{card.title}</strong>
        <span>
          {card.kind === "quiz" ? t("activities.quiz") : t("activities.poll")}
          {" · "}
          {t("activities.questions", { count: card.question_count })}
        </span>
      </div>
      {isRunning ? (
        <Badge variant="light" color="link" tt="none">
          {t("activities.is_running")}
        </Badge>
      ) : (
        <Button
          size="compact-md"
          variant="light"
          color="link"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={isStarting}
          aria-label={t("activities.start_of", { title: card.title })}
          onClick={() => void start()}
        >
          {t("activities.start")}
        </Button>
      )}
    </li>
  );
}
