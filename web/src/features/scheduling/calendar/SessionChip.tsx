import { useDraggable } from "@dnd-kit/core";
import { Button, Group, Popover, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/calendar/calendar.module.css";
import { EndDialog } from "~/features/scheduling/manage/EndDialog";
import { StartButton } from "~/features/scheduling/manage/StartButton";
import type { SessionCard } from "~/features/scheduling/queries";
import { SessionFacts, useSeats } from "~/features/scheduling/SessionFacts";
import { StatusBadge, useStatusName } from "~/features/scheduling/StatusBadge";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { useWhen } from "~/features/scheduling/times/when";
import { ownZone } from "~/features/scheduling/times/zones";

interface SessionChipProps {
  readonly session: SessionCard;
  /** Pixels that a minute takes; 0 where only the day can change. */
  readonly perMinute: number;
  readonly onMove: (session: SessionCard) => void;
  readonly children?: ReactNode;
}

/** A session on the calendar: pressed, it says more; pulled, it moves. */
export function SessionChip({ session, perMinute, onMove, children }: SessionChipProps) {
  const { t } = useTranslation("scheduling");
  const when = useWhen();
  const seats = useSeats(session);
  const statusName = useStatusName();
  const [isOpen, setOpen] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const isLive = session.status === "live";
  const isDue =
    isLive || (session.status === "scheduled" && serverNow() >= Date.parse(session.opens_at));
  const isMovable = session.may_manage && session.status === "scheduled";
  const { setNodeRef, listeners, transform, isDragging } = useDraggable({
    id: session.id,
    disabled: !isMovable,
    data: { session, perMinute },
  });
  const time = when.clock(session.start_time, ownZone());
  const unseen = [
    session.status === "scheduled" ? "" : statusName(session),
    children === undefined ? (seats ?? "") : "",
  ].filter((part) => part !== "");
  return (
    <Popover
      opened={isOpen && !isDragging}
      onChange={setOpen}
      width={320}
      position="bottom"
      withArrow
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          ref={setNodeRef}
          type="button"
          className={classes["chip"]}
          data-tone={toneOf(session)}
          data-movable={isMovable || undefined}
          data-dragging={isDragging || undefined}
          style={
            transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined
          }
          aria-haspopup="dialog"
          {...listeners}
          onClick={() => setOpen((before) => !before)}
        >
          <time dateTime={session.start_time}>{time}</time> <span>{session.title}</span>
          {children}
          {unseen.length > 0 && <VisuallyHidden>{unseen.join(", ")}</VisuallyHidden>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={session.title}>
        <Stack gap="sm">
          <div>
            <StatusBadge session={session} />
            <Title order={2} size="h3">
              {session.title}
            </Title>
          </div>
          <SessionFacts session={session} />
          {isDue && session.is_host && <StartButton session={session} />}
          <Group gap="xs">
            <Button
              size="sm"
              renderRoot={(props) =>
                session.may_manage ? (
                  <Link to="/sessions/$id" params={{ id: session.id }} {...props} />
                ) : (
                  <Link to="/s/$id" params={{ id: session.id }} {...props} />
                )
              }
            >
              {t("calendar.open")}
            </Button>
            {isMovable && (
              <Button
                size="sm"
                variant="default"
                onClick={() => {
                  setOpen(false);
                  onMove(session);
                }}
              >
                {t("move.verb")}
              </Button>
            )}
            {isLive && session.may_manage && (
              <Button
                size="sm"
                variant="subtle"
                color="danger"
                onClick={() => {
                  // Not in here: what is asked would go with this, as one answers.
                  setOpen(false);
                  setEnding(true);
                }}
              >
                {t("manage.end")}
              </Button>
            )}
          </Group>
          {isMovable && (
            <Text size="sm" c="dimmed">
              {t("move.hint")}
            </Text>
          )}
        </Stack>
      </Popover.Dropdown>
      <EndDialog
        sessionId={session.id}
        isOpen={isEnding}
        onClose={() => {
          setEnding(false);
        }}
      />
    </Popover>
  );
}

function toneOf({ status, is_full }: SessionCard): string {
  switch (status) {
    case "scheduled":
      return is_full ? "full" : "scheduled";
    case "live":
      return "live";
    case "ended":
      return "over";
    case "canceled":
      return "canceled";
  }
}
