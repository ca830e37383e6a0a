import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { ReactionIcon } from "~/features/room/ReactionIcon";
import { useConnection, useIsTrainer } from "~/features/room/seat";
import classes from "~/features/room/stage/Reactions.module.css";
import type { Reaction, ReceivedSignal } from "~/live/frames";
import { announce } from "~/ui/announcer";

interface Floating {
  readonly key: number;
  readonly emoji: Reaction;
}

const FLOATS_MS = 2_600;
const MOST_AT_ONCE = 40;

interface ReactionsProps {
  /** One's own, which the room does not send back. */
  readonly own: { readonly emoji: Reaction; readonly at: number } | null;
}

/** Reactions rise over the stage and are gone. */
export function Reactions({ own }: ReactionsProps) {
  const { t } = useTranslation("room");
  const connection = useConnection();
  const isTrainer = useIsTrainer();
  const [floating, setFloating] = useState<readonly Floating[]>([]);
  const count = useRef(0);

  const rise = useEffectEvent((emoji: Reaction) => {
    count.current += 1;
    const key = count.current;
    setFloating((before) => [...before, { key, emoji }].slice(-MOST_AT_ONCE));
    setTimeout(() => {
      setFloating((before) => before.filter((one) => one.key !== key));
    }, FLOATS_MS);
  });

  const hear = useEffectEvent((signal: ReceivedSignal) => {
    if (signal.kind !== "reaction") return;
    rise(signal.emoji);
    if (isTrainer) announce(t("reactions.came", { emoji: signal.emoji }));
  });

  useEffect(() => {
    if (own) rise(own.emoji);
  }, [own]);

  useEffect(
    () =>
      connection.onSignal((signal) => {
        hear(signal);
      }),
    [connection],
  );

  return (
    <div className={classes["reactions"]} aria-hidden>
      {floating.map(({ key, emoji }) => (
        <span key={key} style={{ "--lane": (key * 7) % 10 } as React.CSSProperties}>
          <ReactionIcon emoji={emoji} />
        </span>
      ))}
    </div>
  );
}
