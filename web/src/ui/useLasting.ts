import { useEffect, useState } from "react";

/** Shorter than this nobody notices: words that come and go would be the only disturbance. */
const NOTICED_MS = 1_500;

/** True once something has been so for a while. */
export function useLasting(isSo: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return undefined;
    const timer = setTimeout(() => {
      setLasting(true);
    }, NOTICED_MS);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isSo]);
  return isSo && isLasting;
}
