import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconChevronLeft,
  IconChevronRight,
  IconHandStop,
  IconMaximize,
  IconMinimize,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/controls/Controls.module.css";
import { DrawMenu } from "~/features/room/controls/DrawMenu";
import { NavigationMenu } from "~/features/room/controls/NavigationMenu";
import { useHand } from "~/features/room/controls/useHand";
import { ReactionIcon } from "~/features/room/ReactionIcon";
import { useIsTrainer, useSlice } from "~/features/room/seat";
import { useSlides } from "~/features/room/stage/useSlides";
import { REACTIONS, type Reaction } from "~/live/frames";
import { IconButton } from "~/ui/IconButton";

interface ControlsProps {
  readonly onReact: (emoji: Reaction) => void;
  readonly isFull: boolean;
  /** Undefined where the browser has no full screen. */
  readonly onFull: (() => void) | undefined;
}

/** What one's hands do in the room, under the stage. */
export function Controls({ onReact, isFull, onFull }: ControlsProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const isRunning = Boolean(useSlice("activity"));
  const { open } = useSlides();
  const isPaged = open.length > 0 && !isRunning;
  return (
    <div
      className={classes["controls"]}
      role="group"
      aria-label={t("controls.label")}
      data-paged={isPaged || undefined}
    >
      {isPaged && <Pager />}
      {isTrainer && <NavigationMenu />}
      {isTrainer && <DrawMenu />}
      {!isTrainer && <HandButton />}
      <div className={classes["reactions"]} role="group" aria-label={t("reactions.label")}>
        {REACTIONS.map((emoji) => (
          <Tooltip key={emoji} label={reactionName(emoji)}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={reactionName(emoji)}
              onClick={() => {
                onReact(emoji);
              }}
            >
              <ReactionIcon emoji={emoji} />
            </ActionIcon>
          </Tooltip>
        ))}
      </div>
      {onFull && (
        <Tooltip label={isFull ? t("controls.leave_full") : t("controls.full")}>
          <IconButton
            className={classes["full"]}
            size={44}
            aria-label={isFull ? t("controls.leave_full") : t("controls.full")}
            aria-keyshortcuts="f"
            onClick={onFull}
          >
            {isFull ? <IconMinimize aria-hidden /> : <IconMaximize aria-hidden />}
          </IconButton>
        </Tooltip>
      )}
    </div>
  );

  function reactionName(emoji: Reaction) {
    switch (emoji) {
      case "👍":
        return t("reactions.thumb");
      case "👏":
        return t("reactions.applause");
      case "❤️":
        return t("reactions.heart");
      case "🔥":
        return t("reactions.fire");
    }
  }
}

function Pager() {
  const { t } = useTranslation("room");
  const { shown, all, previous, next, show } = useSlides();
  const number = all.findIndex(({ id }) => id === shown) + 1;
  return (
    <div className={classes["pager"]}>
      <IconButton
        size={44}
        aria-label={t("slides.previous")}
        disabled={!previous}
        onClick={() => {
          if (previous) show(previous.id);
        }}
      >
        <IconChevronLeft aria-hidden />
      </IconButton>
      <span className="tabular" aria-label={t("slides.position", { number, total: all.length })}>
        {number} / {all.length}
      </span>
      <IconButton
        size={44}
        aria-label={t("slides.next")}
        disabled={!next}
        onClick={() => {
          if (next) show(next.id);
        }}
      >
        <IconChevronRight aria-hidden />
      </IconButton>
    </div>
  );
}

function HandButton() {
  const { t } = useTranslation("room");
  const { isRaised, toggle } = useHand();
  return (
    <Button
      className={classes["hand"] ?? ""}
      variant={isRaised ? "light" : "default"}
      color="link"
      leftSection={<IconHandStop size={22} aria-hidden />}
      aria-label={isRaised ? t("hand.lower") : t("hand.raise")}
      aria-keyshortcuts="h"
      onClick={toggle}
    >
      {isRaised ? t("hand.lower") : t("hand.raise")}
    </Button>
  );
}
