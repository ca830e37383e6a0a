import "tldraw/tldraw.css";

import { useSync } from "@tldraw/sync";
import { useCallback, useMemo, useState } from "react";
import { getDefaultUserPresence, type TLPresenceUserInfo, type TLStore } from "tldraw";

import { boardUri, type ReadTicket } from "~/features/board/live/boardUri";
import classes from "~/features/board/live/live.module.css";
import { LineSign } from "~/features/board/live/LineSign";
import type { BoardPerson, OpenBoard } from "~/features/board/live/openBoard";
import { Refused } from "~/features/board/live/Refused";
import { StageBoard } from "~/features/board/live/StageBoard";
import { LEADS, type Leader } from "~/features/board/live/stageView";
import { mediaStore } from "~/features/board/uploads";

export interface LiveBoardProps {
  /** Of the socket, as `boardAddress` gives it. */
  readonly address: string;
  /** Keep the function: another one opens another line. */
  readonly readTicket: ReadTicket;
  readonly me: BoardPerson;
  readonly pageId: string | null;
  readonly mayDraw: boolean;
  /** A trainer: adds pictures, and the others see what they see. */
  readonly leads: boolean;
  /** Whose part of the slide is shown here; null: one's own, and one may zoom. */
  readonly leader: Leader | null;
  /** False on the wall, which names nobody. */
  readonly showsNames: boolean;
  /** Something lies over it: keys are not the board's. */
  readonly isCovered: boolean;
  /** Where the tools go; null hides them. */
  readonly toolsAt: HTMLElement | null;
  readonly onHideTools?: (() => void) | undefined;
  /** The board is on the page, or no longer. */
  readonly onBoard: (board: OpenBoard | null) => void;
}

/** One slide of a board that several people work on at once. */
export function LiveBoard(props: LiveBoardProps) {
  const [round, setRound] = useState(0);
  return <Line key={round} {...props} onReopen={() => setRound(round + 1)} />;
}

interface LineProps extends LiveBoardProps {
  readonly onReopen: () => void;
}

function Line({ onReopen, ...props }: LineProps) {
  const { address, readTicket, me, mayDraw, leads } = props;
  const uri = useMemo(() => boardUri(address, readTicket), [address, readTicket]);
  const userInfo = useMemo(() => ({ id: me.id, name: me.name, color: me.colour }), [me]);
  const getUserPresence = useCallback(
    // Who only watches says nothing: with everybody's pointer the traffic would grow by the square.
    (store: TLStore, user: TLPresenceUserInfo) => {
      const presence = mayDraw ? getDefaultUserPresence(store, user) : null;
      return presence && { ...presence, chatMessage: "", meta: { [LEADS]: leads } };
    },
    [mayDraw, leads],
  );
  const synced = useSync({ uri, assets: mediaStore, userInfo, getUserPresence });

  switch (synced.status) {
    case "loading":
      return <div className={classes["paper"]} aria-busy />;
    case "error":
      return <Refused error={synced.error} onReopen={onReopen} />;
    case "synced-remote":
      return (
        <>
          <StageBoard store={synced.store} {...props} />
          <LineSign isOffline={synced.connectionStatus === "offline"} mayDraw={mayDraw} />
        </>
      );
  }
}
