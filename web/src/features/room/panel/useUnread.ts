import { useEffect, useState } from "react";

import { countUnread } from "~/features/room/panel/messages";
import { useLine, useSeat, useSlice } from "~/features/room/seat";
import { draftsOf } from "~/live/drafts";

/** How many chat lines came that one has not seen. Looking at the chat reads them. */
export function useUnread(isReading: boolean): number {
  const me = useSeat().participant_id;
  const isLive = useLine().state === "live";
  const messages = [
    ...Object.values(useSlice("chat") ?? {}),
    ...Object.values(useSlice("private_chat") ?? {}),
  ];
  const latest = messages.reduce((seq, message) => Math.max(seq, message.seq), 0);
  const [readUpTo, setReadUpTo] = useState(() => bookmark(me).read());

  // Who comes in late is not greeted by a hundred unread lines.
  const isRead = isReading || (readUpTo === null && isLive);
  if (isRead && readUpTo !== latest) setReadUpTo(latest);

  useEffect(() => {
    bookmark(me).write(readUpTo);
  }, [me, readUpTo]);

  return isReading ? 0 : countUnread(messages, readUpTo ?? latest, me);
}

function bookmark(participantId: string) {
  return draftsOf(participantId, "read-up-to", isNumber);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
