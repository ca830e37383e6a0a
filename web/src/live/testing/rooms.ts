import { afterEach, beforeEach, vi } from "vitest";

import { connectRoom, type RoomConnection } from "~/live/connect";
import type { Command } from "~/live/frames";
import { ScriptedSocket } from "~/live/testing/ScriptedSocket";

let rooms: RoomConnection[] = [];

/** For the tests of a file: time and sockets are theirs, and each begins with an empty storage. */
export function scriptRooms(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1);
    vi.stubGlobal("WebSocket", ScriptedSocket);
    sessionStorage.clear();
    ScriptedSocket.opened = [];
  });

  afterEach(() => {
    for (const room of rooms) room.close();
    rooms = [];
    vi.useRealTimers();
  });
}

export function join(storage: Storage | null = sessionStorage): RoomConnection {
  const room = connectRoom({ address: "ws://salle/live/rooms/1", token: "t", storage, key: "k" });
  rooms.push(room);
  room.open();
  return room;
}

/** What a refresh leaves of a page: its storage. */
export function refresh(room: RoomConnection): RoomConnection {
  room.close();
  return join();
}

export const say = (text: string): Command => ({ type: "chat.send", text, to: null });
