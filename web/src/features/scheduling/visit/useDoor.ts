import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { askAtDoor, type DoorAnswer, type Session } from "~/features/scheduling/queries";
import { askAgainIn } from "~/features/scheduling/times/countdown";
import { serverNow } from "~/features/scheduling/times/serverClock";

const A_MINUTE_MS = 60_000;
/** No waiting changes these. */
const FOR_GOOD = new Set<DoorAnswer["reason"]>(["canceled", "ended", "too_late", "kicked"]);

/** What the door answers, asked again by itself for as long as another answer may come. */
export function useDoor(session: Session, token: string | null) {
  const { id, opens_at } = session;
  const door = useQuery({
    queryKey: ["sessions", "door", id, token, opens_at],
    queryFn: () => askAtDoor({ id, opens_at }, token),
    staleTime: 0,
    refetchOnWindowFocus: "always",
    // Every answer, the same one too, is followed by another question.
    structuralSharing: false,
  });
  const { data: answer, error, refetch } = door;

  useEffect(() => {
    if (answer === undefined || FOR_GOOD.has(answer.reason)) return undefined;
    const wait = error === null ? pause(answer, Date.parse(opens_at)) : askAgainIn(0);
    const timer = setTimeout(() => void refetch(), wait);
    return () => {
      clearTimeout(timer);
    };
  }, [answer, error, opens_at, refetch]);

  return door;
}

function pause(answer: DoorAnswer, opensAt: number): number {
  if (answer.can_join) return askAgainIn(0);
  if (answer.reason === "too_early") return askAgainIn((opensAt - serverNow()) / 1000);
  return answer.reason === "full" ? 4 * askAgainIn(0) : A_MINUTE_MS;
}
