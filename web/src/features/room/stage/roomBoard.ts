import { createContext, use } from "react";

import { api, orThrow } from "~/api/client";
import type { OpenBoard } from "~/features/board/live/openBoard";
import { boardAddress, type ReadTicket } from "~/features/board/live/boardUri";
import type { Seat } from "~/features/room/seat";

interface BoardLine {
  readonly address: string;
  readonly readTicket: ReadTicket;
}

/** The line to the room's own board, for this seat. */
export function boardLine({ room_id, token }: Seat): BoardLine {
  const params = { path: { room_id }, header: { "Room-Token": token } };
  return {
    address: boardAddress(`/live/boards/rooms/${encodeURIComponent(room_id)}`),
    readTicket: async (signal) => {
      const { ticket } = await orThrow(
        api.POST("/api/rooms/{room_id}/board/ticket", { params, signal }),
      );
      return ticket;
    },
  };
}

interface RoomBoard {
  /** Null until it is on the page. */
  readonly board: OpenBoard | null;
  readonly setBoard: (board: OpenBoard | null) => void;
}

export const RoomBoardContext = createContext<RoomBoard | null>(null);

/** The board on the stage, for what stands around it. */
export function useRoomBoard(): RoomBoard {
  const board = use(RoomBoardContext);
  if (!board) throw new Error("Only inside a room.");
  return board;
}
