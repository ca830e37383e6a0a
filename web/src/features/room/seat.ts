import { createContext, use, useCallback, useSyncExternalStore } from "react";

import type { Line, RoomConnection } from "~/live/connect";
import type { Command, Role, SliceName, Slices } from "~/live/frames";
import type { Outcome, Pending } from "~/live/pending";

/** Who one is in a room, as `enter` answered. */
export interface Seat {
  readonly room_id: string;
  /** The room's name when one entered: the trainer may change it. */
  readonly name: string;
  /** Empty for a screen: it is nobody. */
  readonly participant_id: string;
  readonly role: Role;
  readonly token: string;
}

interface Here {
  readonly seat: Seat;
  readonly connection: RoomConnection;
}

export const HereContext = createContext<Here | null>(null);

function useHere(): Here {
  const here = use(HereContext);
  if (!here) throw new Error("Only inside a room.");
  return here;
}

export function useSeat(): Seat {
  return useHere().seat;
}

export function useIsTrainer(): boolean {
  return useSeat().role === "trainer";
}

export function useConnection(): RoomConnection {
  return useHere().connection;
}

/** What the room shows this person under that name; undefined before the first view. */
export function useSlice<Name extends SliceName>(name: Name): Slices[Name] | undefined {
  const { store } = useConnection();
  const subscribe = useCallback(
    (listener: () => void) => store.subscribe(name, listener),
    [store, name],
  );
  return useSyncExternalStore(subscribe, () => store.get(name));
}

export function useLine(): Line {
  const connection = useConnection();
  return useSyncExternalStore(connection.onLine, connection.line);
}

export function usePending(): readonly Pending[] {
  const { outbox } = useConnection();
  return useSyncExternalStore(outbox.subscribe, outbox.all);
}

/** Sends a command. A refusal is told by the room itself: callers need not. */
export function useSend(): (command: Command) => Promise<Outcome> {
  return useConnection().send;
}
