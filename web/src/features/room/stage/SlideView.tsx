import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { roomBoard } from "~/features/room/stage/roomBoard";
import { useSeat } from "~/features/room/seat";
import classes from "~/features/room/stage/stage.module.css";
import { ErrorNotice } from "~/ui/ErrorNotice";

/** The drawing program is large: people are in the room before it is there. */
const BoardView = lazy(async () => {
  const board = await import("~/features/board/index");
  return { default: board.BoardView };
});

interface SlideViewProps {
  readonly pageId: string | null;
  /** Said to those who do not see the slide. */
  readonly label: string;
}

/** One slide of the room's board, as large as the stage is. */
export function SlideView({ pageId, label }: SlideViewProps) {
  const { data, error, refetch } = useQuery(roomBoard(useSeat()));
  return (
    <section className={classes["slide"]} aria-label={label}>
      {error && (
        <div className={classes["failed"]}>
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {data && pageId !== null ? (
        <Suspense fallback={<Skeleton height="100%" radius={0} />}>
          <BoardView document={data} pageId={pageId} />
        </Suspense>
      ) : (
        !error && <Skeleton height="100%" radius={0} />
      )}
    </section>
  );
}
