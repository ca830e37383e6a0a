import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { colourOf, fullName } from "~/features/room/panel/people";
import { useIsTrainer, useSeat, useSlice } from "~/features/room/seat";
import { boardLine, useRoomBoard } from "~/features/room/stage/roomBoard";
import classes from "~/features/room/stage/stage.module.css";
import { useKept } from "~/features/room/useKept";

/** The drawing program is large: people are in the room before it is there. */
const LiveBoard = lazy(async () => {
  const board = await import("~/features/board/index");
  return { default: board.LiveBoard };
});

interface SlideViewProps {
  readonly pageId: string | null;
  /** Said to those who do not see the slide. */
  readonly label: string;
}

/** One slide of the room's board, as large as the stage is, and what one draws with beside it. */
export function SlideView({ pageId, label }: SlideViewProps) {
  const { t } = useTranslation("room");
  const seat = useSeat();
  const isTrainer = useIsTrainer();
  const { setBoard } = useRoomBoard();
  const [line] = useState(() => boardLine(seat));
  const me = useBoardPerson();
  const mayDraw = useMayDraw();
  const leader = useLeader();
  const isCovered = Boolean(useSlice("activity"));
  const [hasTools, setTools] = useKept("tools", true);
  const [toolsAt, setToolsAt] = useState<HTMLElement | null>(null);
  const showsTools = mayDraw && (hasTools || !isTrainer);
  return (
    <>
      <section className={classes["slide"]} aria-label={label}>
        <Suspense fallback={<Skeleton height="100%" radius={0} />}>
          <LiveBoard
            {...line}
            me={me}
            pageId={pageId}
            mayDraw={mayDraw}
            leads={isTrainer}
            leader={leader}
            isCovered={isCovered}
            showsNames={seat.role !== "screen"}
            toolsAt={toolsAt}
            onHideTools={
              isTrainer
                ? () => {
                    setTools(false);
                  }
                : undefined
            }
            onBoard={setBoard}
          />
        </Suspense>
        {isTrainer && !hasTools && (
          <Tooltip label={t("draw.show_tools")} position="right">
            <ActionIcon
              className={classes["show_tools"]}
              variant="default"
              size={44}
              aria-label={t("draw.show_tools")}
              onClick={() => {
                setTools(true);
              }}
            >
              <IconPencil aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </section>
      {showsTools && <div className={classes["tools"]} ref={setToolsAt} />}
    </>
  );
}

/** Oneself as the others see one on the board. Nobody sees a screen. */
function useBoardPerson() {
  const { participant_id } = useSeat();
  const person = useSlice("people")?.[participant_id];
  const name = person ? fullName(person) : "";
  const colour = person ? colourOf(person).fill : "";
  return useMemo(() => ({ id: participant_id, name, colour }), [participant_id, name, colour]);
}

/** As the room says; it says the same to the board's server. */
export function useMayDraw(): boolean {
  const { participant_id } = useSeat();
  return useSlice("people")?.[participant_id]?.may_draw ?? false;
}

/** Whose part of the slide one sees: together, the trainer's; by oneself, one's own. */
function useLeader() {
  const { role } = useSeat();
  const people = useSlice("people");
  const mode = useSlice("room")?.params.navigation.mode ?? "animateur";
  const trainers = Object.values(people ?? {})
    .filter((person) => person.role === "trainer")
    .map(({ id }) => id)
    .join(" ");
  return useMemo(() => {
    if (role === "screen") return "who_leads";
    return role === "participant" && mode === "animateur" ? trainers.split(" ") : null;
  }, [role, mode, trainers]);
}
