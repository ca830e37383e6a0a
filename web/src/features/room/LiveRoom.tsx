import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "~/api/errors";
import type { OpenBoard } from "~/features/board/live/openBoard";
import { ClosingPage } from "~/features/room/closing/ClosingPage";
import { LineOver } from "~/features/room/closing/LineOver";
import { EnteringPage } from "~/features/room/door/EnteringPage";
import { keepOwnResult } from "~/features/room/results";
import { Room } from "~/features/room/Room";
import { Screen } from "~/features/room/screen/Screen";
import {
  HereContext,
  type Seat,
  useConnection,
  useLine,
  useSeat,
  useSlice,
} from "~/features/room/seat";
import { RoomBoardContext } from "~/features/room/stage/roomBoard";
import { useToldRole } from "~/features/room/useToldRole";
import { connectRoom, roomAddress } from "~/live/connect";
import { forgetIdentity, rememberIdentity } from "~/live/identity";
import { tabStorage } from "~/live/storage";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface LiveRoomProps {
  readonly seat: Seat;
  /** The seat is no longer good: the door decides again. */
  readonly onLeave: () => void;
}

/** Holds the line to the room for as long as it is on the page. */
export default function LiveRoom({ seat, onLeave }: LiveRoomProps) {
  const [connection] = useState(() =>
    connectRoom({
      address: roomAddress(seat.room_id),
      token: seat.token,
      storage: tabStorage(),
      key: `salle.pending.${seat.participant_id}`,
    }),
  );

  useEffect(() => {
    connection.open();
    return () => {
      connection.close();
    };
  }, [connection]);

  // Whoever becomes an assistant of the session leads from then on, without entering again.
  const role = useSyncExternalStore(connection.onLine, connection.role) ?? seat.role;
  const here = useMemo(() => ({ seat: { ...seat, role }, connection }), [seat, role, connection]);

  return (
    <HereContext value={here}>
      <Inside onLeave={onLeave} />
    </HereContext>
  );
}

function Inside({ onLeave }: Pick<LiveRoomProps, "onLeave">) {
  const { t } = useTranslation("room");
  const seat = useSeat();
  const connection = useConnection();
  const line = useLine();
  const room = useSlice("room");
  const notifyError = useErrorNotification();
  useKeptIdentity();
  useKeptResults();
  useToldRole();

  useEffect(
    () =>
      connection.onRefused(({ code, details }, { type }) => {
        // Two dialogs show it themselves.
        const isShown = type === "room.rename" || type === "class.end";
        if (!isShown && code !== "room.over") {
          notifyError(new ApiError(0, code, { details }));
        }
      }),
    [connection, notifyError],
  );

  const ending = line.state === "over" ? line.ending : null;
  if (room?.ended_at || ending === "ended") {
    return <ClosingPage title={room?.title ?? null} seat={seat} />;
  }
  if (line.state === "over" && ending) {
    return (
      <LineOver
        ending={ending}
        reason={line.reason}
        title={room?.title ?? null}
        onReopen={connection.open}
        onLeave={onLeave}
      />
    );
  }
  if (!room) {
    return (
      <EnteringPage says={line.state === "lost" ? t("door.server_away") : t("door.entering")} />
    );
  }
  return <OpenRoom />;
}

function OpenRoom() {
  const { role } = useSeat();
  const [board, setBoard] = useState<OpenBoard | null>(null);
  const shared = useMemo(() => ({ board, setBoard }), [board]);
  return (
    <RoomBoardContext value={shared}>
      {role === "screen" ? <Screen /> : <Room key={role} />}
    </RoomBoardContext>
  );
}

/** Coming back by any of the room's links resumes the same person; who was shown out is nobody. */
function useKeptIdentity() {
  const seat = useSeat();
  const line = useLine();
  const name = useSlice("room")?.name;
  // Somebody who was removed keeps theirs: after a reload the page still says why.
  const isVoid = line.state === "over" && ["identity", "no_room"].includes(line.ending);

  useEffect(() => {
    if (seat.role === "screen") return;
    const names = name === undefined ? [seat.name] : [seat.name, name];
    if (isVoid) forgetIdentity(...names);
    else rememberIdentity(seat, ...names);
  }, [seat, name, isVoid]);
}

function useKeptResults() {
  const { room_id, role } = useSeat();
  const activity = useSlice("activity");
  const score = useSlice("mine")?.score;

  useEffect(() => {
    if (role !== "participant" || activity?.kind !== "quiz" || typeof score !== "number") return;
    keepOwnResult(room_id, { run_id: activity.run_id, title: activity.title, score });
  }, [room_id, role, activity, score]);
}
