import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { EnterForm } from "~/features/room/door/EnterForm";
import { EnteringPage } from "~/features/room/door/EnteringPage";
import { comeBack } from "~/features/room/door/comeBack";
import { readRoom, type RoomCard } from "~/features/room/door/enter";
import { Refused } from "~/features/room/door/Refused";
import type { Seat } from "~/features/room/seat";
import { forgetIdentity } from "~/live/identity";

/** The room itself is fetched while people type their names. */
const loadRoom = () => import("~/features/room/LiveRoom");
const LiveRoom = lazy(loadRoom);

interface RoomDoorProps {
  readonly name: string;
}

/** `/r/{name}`: straight in for who was here before or leads the class, a form for the others. */
export function RoomDoor({ name }: RoomDoorProps) {
  const { t } = useTranslation("room");
  const [entered, setEntered] = useState<Seat | null>(null);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["room", name, "door"],
    queryFn: () => look(name),
    staleTime: Infinity,
    gcTime: 0,
  });

  if (error) return <Refused name={name} error={error} onRetry={() => void refetch()} />;
  if (!data || isFetching) return <EnteringPage says={t("door.looking")} />;
  const seat = entered ?? data.seat;
  if (!seat) return <EnterForm room={data.room} onIn={setEntered} />;
  return (
    <Suspense fallback={<EnteringPage says={t("door.entering")} />}>
      <LiveRoom
        key={seat.token}
        seat={seat}
        onLeave={() => {
          forgetIdentity(name, seat.name);
          setEntered(null);
          void refetch();
        }}
      />
    </Suspense>
  );
}

async function look(name: string): Promise<{ room: RoomCard; seat: Seat | null }> {
  const room = await readRoom(name);
  const seat = await comeBack(name, room.name);
  void loadRoom();
  return { room, seat };
}
