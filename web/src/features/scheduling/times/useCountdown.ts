import { useEffect, useState } from "react";

import { serverNow } from "~/features/scheduling/times/serverClock";

const secondsTo = (moment: number) => (moment - serverNow()) / 1000;

/** The seconds until a moment by the server's clock, anew with each of them. */
export function useCountdown(moment: number): number {
  const [left, setLeft] = useState(() => secondsTo(moment));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = secondsTo(moment);
      setLeft(now);
      // On the full second, so that none is skipped; once it is over there is nothing to count.
      const untilNext = (((now % 1) + 1) % 1) * 1000;
      if (now > 0) timer = setTimeout(tick, Math.max(untilNext, 50));
    };
    tick();
    return () => {
      clearTimeout(timer);
    };
  }, [moment]);
  return left;
}
